<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>Words</name>
    <message>
        <source>Looks at and acts on the nodes of an Understudy cluster.</source>
        <translation>Consulte les nœuds d&apos;un cluster Understudy et agit sur eux.</translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation>Afficher la version</translation>
    </message>
    <message>
        <source>Show this help; also behind a word: understudyctl swap --help</source>
        <translation>Afficher cette aide&#xa0;; aussi après une commande&#xa0;: understudyctl swap --help</translation>
    </message>
    <message>
        <source>Answer in JSON, for scripts</source>
        <translation>Répondre en JSON, pour les scripts</translation>
    </message>
    <message>
        <source>The engine&apos;s socket</source>
        <translation>Le socket du moteur</translation>
    </message>
    <message>
        <source>Exit status: 0 done, 1 refused or failed, 2 wrong use.</source>
        <translation>Code de retour&#xa0;: 0 fait, 1 refus ou échec, 2 mauvais usage.</translation>
    </message>
    <message>
        <source>Why this node is in its state, and what can happen next</source>
        <translation>Pourquoi ce nœud est dans son état, et ce qui peut suivre</translation>
    </message>
    <message>
        <source>The state of both nodes</source>
        <translation>L&apos;état des deux nœuds</translation>
    </message>
    <message>
        <source>Go on showing it as it changes</source>
        <translation>Continuer à l&apos;afficher à chaque changement</translation>
    </message>
    <message>
        <source>Start the module on this node (or --node)</source>
        <translation>Démarrer le module sur ce nœud (ou --node)</translation>
    </message>
    <message>
        <source>Stop the module on this node (or --node)</source>
        <translation>Arrêter le module sur ce nœud (ou --node)</translation>
    </message>
    <message>
        <source>Stop and start the module on this node (or --node)</source>
        <translation>Arrêter puis démarrer le module sur ce nœud (ou --node)</translation>
    </message>
    <message>
        <source>Exchange PRIM and SECOND; nothing is lost</source>
        <translation>Échanger PRIM et SECOND&#xa0;; rien n&apos;est perdu</translation>
    </message>
    <message>
        <source>Start from the data of this node (or --node), although the other may have newer</source>
        <translation>Démarrer avec les données de ce nœud (ou --node), même si l&apos;autre en a peut-être de plus récentes</translation>
    </message>
    <message>
        <source>The node that shall do it</source>
        <translation>Le nœud qui doit le faire</translation>
    </message>
    <message>
        <source>Do not ask again</source>
        <translation>Ne pas demander de confirmation</translation>
    </message>
    <message>
        <source>What happened (module), what the services printed (application), who asked for what (commands)</source>
        <translation>Ce qui s&apos;est passé (module), ce que les services ont affiché (application), qui a demandé quoi (commands)</translation>
    </message>
    <message>
        <source>module, application or commands</source>
        <translation>module, application ou commands</translation>
    </message>
    <message>
        <source>All lines, also those of little interest</source>
        <translation>Toutes les lignes, même celles de peu d&apos;intérêt</translation>
    </message>
    <message>
        <source>Go on with each new line</source>
        <translation>Afficher aussi chaque nouvelle ligne</translation>
    </message>
    <message>
        <source>How many lines</source>
        <translation>Nombre de lignes</translation>
    </message>
    <message>
        <source>Only lines behind the one of this id</source>
        <translation>Seulement les lignes qui suivent celle de cet identifiant</translation>
    </message>
    <message>
        <source>The settings of this node</source>
        <translation>La configuration de ce nœud</translation>
    </message>
    <message>
        <source>Name everything that is wrong in a settings file</source>
        <translation>Indiquer toutes les erreurs d&apos;un fichier de configuration</translation>
    </message>
    <message>
        <source>The settings file; - for standard input</source>
        <translation>Le fichier de configuration&#xa0;; - pour l&apos;entrée standard</translation>
    </message>
    <message>
        <source>Make this computer a node of the cluster that the file describes</source>
        <translation>Faire de cet ordinateur un nœud du cluster décrit par le fichier</translation>
    </message>
    <message>
        <source>FILE; this computer is node1: its data counts at first</source>
        <translation>FILE&#xa0;; cet ordinateur est node1&#xa0;: ses données font foi au départ</translation>
    </message>
    <message>
        <source>FILE; this computer is node2: its data is overwritten at first</source>
        <translation>FILE&#xa0;; cet ordinateur est node2&#xa0;: ses données sont écrasées au départ</translation>
    </message>
    <message>
        <source>The settings in force</source>
        <translation>La configuration en vigueur</translation>
    </message>
    <message>
        <source>Set the password of admin, who logs in from afar</source>
        <translation>Définir le mot de passe d&apos;admin, pour la connexion à distance</translation>
    </message>
    <message>
        <source>Read it from standard input, instead of asking twice</source>
        <translation>Le lire sur l&apos;entrée standard, au lieu de le demander deux fois</translation>
    </message>
    <message>
        <source>it is larger than 1 MiB</source>
        <translation>il dépasse 1 Mio</translation>
    </message>
    <message>
        <source>The settings are good.</source>
        <translation>La configuration est correcte.</translation>
    </message>
    <message>
        <source>The settings are in force. Start the module: understudyctl start</source>
        <translation>La configuration est en vigueur. Démarrez le module&#xa0;: understudyctl start</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s); nothing was applied.</source>
        <translation>
            <numerusform>%n problème&#xa0;; rien n&apos;a été appliqué.</numerusform>
            <numerusform>%n problèmes&#xa0;; rien n&apos;a été appliqué.</numerusform>
        </translation>
    </message>
    <message>
        <source>
What can happen from here:</source>
        <translation>
Ce qui peut suivre&#xa0;:</translation>
    </message>
    <message>
        <source>Of the console. With http the cluster&apos;s password takes the code&apos;s place</source>
        <translation>Celui de la console. Avec http, le mot de passe du cluster remplace le code</translation>
    </message>
    <message>
        <source>Make a cluster of two computers: node2, then node1</source>
        <translation>Former un cluster de deux ordinateurs&#xa0;: node2, puis node1</translation>
    </message>
    <message>
        <source>Start both nodes, once they are joined</source>
        <translation>Démarrer les deux nœuds, une fois associés</translation>
    </message>
    <message>
        <source>Give the joining up: both nodes as before</source>
        <translation>Abandonner l&apos;association&#xa0;: les deux nœuds reviennent à leur état d&apos;avant</translation>
    </message>
    <message>
        <source>Although the other node cannot be asked and will never return</source>
        <translation>Même si l&apos;autre nœud ne peut pas être interrogé et est définitivement perdu</translation>
    </message>
    <message>
        <source>Where the joining stands, and what to do</source>
        <translation>Où en est l&apos;association, et que faire</translation>
    </message>
    <message>
        <source>What the cluster needs, and how to get it</source>
        <translation>Ce qu&apos;il faut au cluster, et comment l&apos;obtenir</translation>
    </message>
    <message>
        <source>The id of one that the engine shall put right</source>
        <translation>L&apos;identifiant d&apos;un prérequis que le moteur doit corriger</translation>
    </message>
    <message>
        <source>On node2: open TCP port 9001 and show a security code; its data is overwritten</source>
        <translation>Sur node2&#xa0;: ouvrir le port TCP 9001 et afficher un code de sécurité&#xa0;; ses données sont écrasées</translation>
    </message>
    <message>
        <source>http: read the password from standard input</source>
        <translation>http&#xa0;: lire le mot de passe sur l&apos;entrée standard</translation>
    </message>
    <message>
        <source>On node1: join with node2; the data of this computer counts</source>
        <translation>Sur node1&#xa0;: l&apos;associer à node2&#xa0;; les données de cet ordinateur font foi</translation>
    </message>
    <message>
        <source>Name or IPv4 address of node2</source>
        <translation>Nom ou adresse IPv4 de node2</translation>
    </message>
    <message>
        <source>The security code that node2 shows</source>
        <translation>Le code de sécurité affiché par node2</translation>
    </message>
    <message>
        <source>Read the code, or the password, from standard input</source>
        <translation>Lire le code, ou le mot de passe, sur l&apos;entrée standard</translation>
    </message>
    <message>
        <source>A free IPv4 address of the nodes&apos; subnet</source>
        <translation>Une adresse IPv4 libre du sous-réseau des nœuds</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>Ce qui est protégé</translation>
    </message>
    <message>
        <source>Of the module; usually the template&apos;s</source>
        <translation>Nom du module&#xa0;; d&apos;ordinaire celui du modèle</translation>
    </message>
    <message>
        <source>To be replicated; may be repeated</source>
        <translation>Dossier à répliquer&#xa0;; peut être répété</translation>
    </message>
    <message>
        <source>A systemd unit to be started; may be repeated</source>
        <translation>Unité systemd à démarrer&#xa0;; peut être répété</translation>
    </message>
    <message>
        <source>A settings file instead of a template; without nodes</source>
        <translation>Un fichier de configuration au lieu d&apos;un modèle&#xa0;; sans les nœuds</translation>
    </message>
    <message>
        <source>The code is good for %1 and %2 tries.</source>
        <translation>Le code est valable %1 et pour %2 essais.</translation>
    </message>
    <message>
        <source>Password of the cluster: </source>
        <translation>Mot de passe du cluster&#xa0;: </translation>
    </message>
    <message>
        <source>Nobody can be asked here. Use --stdin to read it from a program.</source>
        <translation>Personne ne peut répondre ici. Utilisez --stdin pour le lire à partir d&apos;un programme.</translation>
    </message>
    <message>
        <source>This computer is prepared as node2. Continue on node1: understudyctl join start</source>
        <translation>Cet ordinateur est préparé comme node2. Continuez sur node1&#xa0;: understudyctl join start</translation>
    </message>
    <message>
        <source>Security code: %1</source>
        <translation>Code de sécurité&#xa0;: %1</translation>
    </message>
    <message>
        <source>Security code of node2: </source>
        <translation>Code de sécurité de node2&#xa0;: </translation>
    </message>
    <message>
        <source>The nodes are joined. Start them: understudyctl join finish</source>
        <translation>Les nœuds sont associés. Démarrez-les&#xa0;: understudyctl join finish</translation>
    </message>
    <message>
        <source>The joining is given up.</source>
        <translation>L&apos;association est abandonnée.</translation>
    </message>
    <message>
        <source>Both nodes are started. Look at them: understudyctl state</source>
        <translation>Les deux nœuds sont démarrés. Consultez-les&#xa0;: understudyctl state</translation>
    </message>
    <message>
        <source>force-start makes %1 serve with the data it has. Changes that only the other node has, confirmed ones too, are then missing for the application; if %1&apos;s copy is incomplete, so is what the application finds.</source>
        <translation>force-start fait assurer le service par %1 avec les données qu&apos;il a. Les modifications que seul l&apos;autre nœud possède, même confirmées, manqueront alors à l&apos;application&#xa0;; si la copie de %1 est incomplète, l&apos;application ne trouvera que des données incomplètes.</translation>
    </message>
    <message>
        <source>Refused, because nobody can be asked here. Use --yes if that is what you want.</source>
        <translation>Refusé, car personne ne peut répondre ici. Utilisez --yes si c&apos;est bien ce qui est voulu.</translation>
    </message>
    <message>
        <source>Type yes to go on: </source>
        <translation>Tapez yes pour continuer&#xa0;: </translation>
    </message>
    <message>
        <source>Nothing was done.</source>
        <translation>Rien n&apos;a été fait.</translation>
    </message>
    <message>
        <source>%1: %2 is done.</source>
        <translation>%1&#xa0;: %2 effectué.</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 j %2 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>The password is set. Whoever was logged in has to log in again.</source>
        <translation>Le mot de passe est défini. Toute session ouverte doit être ouverte de nouveau.</translation>
    </message>
    <message>
        <source>Nobody can be asked here. Use --stdin to read the password from a program.</source>
        <translation>Personne ne peut répondre ici. Utilisez --stdin pour lire le mot de passe à partir d&apos;un programme.</translation>
    </message>
    <message>
        <source>New password for admin: </source>
        <translation>Nouveau mot de passe d&apos;admin&#xa0;: </translation>
    </message>
    <message>
        <source>Once more: </source>
        <translation>Encore une fois&#xa0;: </translation>
    </message>
    <message>
        <source>The two are not the same. Nothing was changed.</source>
        <translation>Les deux saisies diffèrent. Rien n&apos;a été modifié.</translation>
    </message>
    <message>
        <source>A password has to be: %1.</source>
        <translation>Règles du mot de passe&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Terminé.</translation>
    </message>
    <message>
        <source>The engine can do it: understudyctl prerequisites --apply %1</source>
        <translation>Le moteur peut le faire&#xa0;: understudyctl prerequisites --apply %1</translation>
    </message>
    <message>
        <source>Waiting for it.</source>
        <translation>Attente de son retour.</translation>
    </message>
    <message>
        <source>since %1 (%2)</source>
        <translation>depuis %1 (%2)</translation>
    </message>
    <message>
        <source>synchronising: %1 of %2 (%3 %), %4/s</source>
        <translation>synchronisation&#xa0;: %1 sur %2 (%3&#xa0;%), %4/s</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, reste %1</translation>
    </message>
    <message>
        <source>; %1 differ, %2 sent</source>
        <translation>, différences&#xa0;: %1, envoyé&#xa0;: %2</translation>
    </message>
    <message>
        <source>holds the virtual IP</source>
        <translation>détient l&apos;adresse IP virtuelle</translation>
    </message>
    <message>
        <source>heartbeat %1 ms</source>
        <translation>signal de vie %1 ms</translation>
    </message>
    <message>
        <source>standby behind by %1 (%2 ms)</source>
        <translation>nœud de secours en retard de %1 (%2 ms)</translation>
    </message>
    <message>
        <source>generation %1</source>
        <translation>génération %1</translation>
    </message>
    <message>
        <source>%1, module %2, virtual IP %3</source>
        <translation>%1, module %2, adresse IP virtuelle %3</translation>
    </message>
    <message>
        <source>host %1</source>
        <translation>hôte %1</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>This needs the other node, which is not known yet.</source>
        <translation>L&apos;autre nœud est nécessaire, et n&apos;est pas encore connu.</translation>
    </message>
    <message>
        <source>Ask again when the nodes are joined.</source>
        <translation>Réessayez quand les nœuds seront associés.</translation>
    </message>
    <message>
        <source>This node has version %1 of Understudy, and the other one %2.</source>
        <translation>Ce nœud a la version %1 d&apos;Understudy, et l&apos;autre la version %2.</translation>
    </message>
    <message>
        <source>Install the same version on both.</source>
        <translation>Installez la même version sur les deux.</translation>
    </message>
    <message>
        <source>This node runs %1, and the other one %2.</source>
        <translation>Ce nœud utilise %1, et l&apos;autre %2.</translation>
    </message>
    <message>
        <source>Use the same operating system in the same version on both.</source>
        <translation>Utilisez le même système d&apos;exploitation, dans la même version, sur les deux.</translation>
    </message>
    <message>
        <source>%1 has no IPv4 address.</source>
        <translation>%1 n&apos;a pas d&apos;adresse IPv4.</translation>
    </message>
    <message>
        <source>Give it a static IPv4 address; the cluster does not use IPv6.</source>
        <translation>Donnez-lui une adresse IPv4 statique&#xa0;; le cluster n&apos;utilise pas IPv6.</translation>
    </message>
    <message>
        <source>The address %1 of %2 is leased and may become another one.</source>
        <translation>L&apos;adresse %1 de %2 est attribuée par bail (DHCP) et peut changer.</translation>
    </message>
    <message>
        <source>Set it as a static address.</source>
        <translation>Configurez-la comme adresse statique.</translation>
    </message>
    <message>
        <source>This computer has %1 addresses; the first one is %2.</source>
        <translation>Cet ordinateur a %1 adresses&#xa0;; la première est %2.</translation>
    </message>
    <message>
        <source>See that its name stands for the address that the other node reaches.</source>
        <translation>Vérifiez que son nom désigne l&apos;adresse que l&apos;autre nœud atteint.</translation>
    </message>
    <message>
        <source>%1 is not in the subnet of %2.</source>
        <translation>%1 n&apos;est pas dans le sous-réseau de %2.</translation>
    </message>
    <message>
        <source>Give both nodes addresses of one subnet.</source>
        <translation>Donnez aux deux nœuds des adresses du même sous-réseau.</translation>
    </message>
    <message>
        <source>%1 does not answer a ping.</source>
        <translation>%1 ne répond pas au ping.</translation>
    </message>
    <message>
        <source>Allow inbound ICMP on it.</source>
        <translation>Autorisez l&apos;ICMP entrant sur cet ordinateur.</translation>
    </message>
    <message>
        <source>The virtual IP address is not known yet.</source>
        <translation>L&apos;adresse IP virtuelle n&apos;est pas encore connue.</translation>
    </message>
    <message>
        <source>The virtual IP %1 is not an IPv4 address.</source>
        <translation>L&apos;adresse IP virtuelle %1 n&apos;est pas une adresse IPv4.</translation>
    </message>
    <message>
        <source>Choose a free IPv4 address of the nodes&apos; subnet.</source>
        <translation>Choisissez une adresse IPv4 libre du sous-réseau des nœuds.</translation>
    </message>
    <message>
        <source>The virtual IP %1 is outside the nodes&apos; subnet (%2).</source>
        <translation>L&apos;adresse IP virtuelle %1 est hors du sous-réseau des nœuds (%2).</translation>
    </message>
    <message>
        <source>Choose a free address of this subnet.</source>
        <translation>Choisissez une adresse libre de ce sous-réseau.</translation>
    </message>
    <message>
        <source>The virtual IP %1 is the address of a node.</source>
        <translation>L&apos;adresse IP virtuelle %1 est l&apos;adresse d&apos;un nœud.</translation>
    </message>
    <message>
        <source>Choose a free address of the nodes&apos; subnet.</source>
        <translation>Choisissez une adresse libre du sous-réseau des nœuds.</translation>
    </message>
    <message>
        <source>The virtual IP %1 is in use: the computer with the MAC %2 has it.</source>
        <translation>L&apos;adresse IP virtuelle %1 est déjà utilisée, par l&apos;ordinateur d&apos;adresse MAC %2.</translation>
    </message>
    <message>
        <source>Choose a free address, or take it away from that computer.</source>
        <translation>Choisissez une adresse libre, ou retirez-la à cet ordinateur.</translation>
    </message>
    <message>
        <source>The network could not be asked who has the virtual IP.</source>
        <translation>Impossible de vérifier sur le réseau qui a l&apos;adresse IP virtuelle.</translation>
    </message>
    <message>
        <source>%1 stands for an IPv6 address, too; the cluster uses IPv4 alone.</source>
        <translation>%1 désigne aussi une adresse IPv6&#xa0;; le cluster n&apos;utilise qu&apos;IPv4.</translation>
    </message>
    <message>
        <source>Remove it from the name server or the hosts file.</source>
        <translation>Retirez-la du serveur de noms ou du fichier hosts.</translation>
    </message>
    <message>
        <source>The name %1 is not known here; its address is %2.</source>
        <translation>Le nom %1 n&apos;est pas connu ici&#xa0;; son adresse est %2.</translation>
    </message>
    <message>
        <source>Add it to the name server, or to /etc/hosts of both nodes.</source>
        <translation>Ajoutez-le au serveur de noms, ou au fichier /etc/hosts des deux nœuds.</translation>
    </message>
    <message>
        <source>%1 not in server certificate: the name stands for %2 here, and the other node has the address %3.</source>
        <translation>%1 absent du certificat du serveur&#xa0;: ce nom désigne ici %2, alors que l&apos;autre nœud a l&apos;adresse %3.</translation>
    </message>
    <message>
        <source>Put the name right in the name server or in /etc/hosts, or switch off the network adapters that are not needed.</source>
        <translation>Corrigez le nom dans le serveur de noms ou dans /etc/hosts, ou désactivez les cartes réseau inutiles.</translation>
    </message>
    <message>
        <source>No name is known for the address %1 (it should be %2).</source>
        <translation>Aucun nom n&apos;est connu pour l&apos;adresse %1 (il devrait être %2).</translation>
    </message>
    <message>
        <source>Add it to the name server, or to /etc/hosts.</source>
        <translation>Ajoutez-le au serveur de noms, ou à /etc/hosts.</translation>
    </message>
    <message>
        <source>The address %1 has the name %2 here instead of %3.</source>
        <translation>L&apos;adresse %1 a ici le nom %2 au lieu de %3.</translation>
    </message>
    <message>
        <source>Put it right in the name server or in /etc/hosts.</source>
        <translation>Corrigez-le dans le serveur de noms ou dans /etc/hosts.</translation>
    </message>
    <message>
        <source>The clocks of the nodes are %1 s apart (at most %2 s).</source>
        <translation>Les horloges des nœuds diffèrent de %1 s (maximum %2 s).</translation>
    </message>
    <message>
        <source>Set both clocks, best from the same time server.</source>
        <translation>Réglez les deux horloges, de préférence sur le même serveur de temps.</translation>
    </message>
    <message>
        <source>This node is %1 minutes east of UTC, and the other one %2.</source>
        <translation>Ce nœud est à %1 minutes à l&apos;est d&apos;UTC, et l&apos;autre à %2.</translation>
    </message>
    <message>
        <source>Set the same time zone on both: timedatectl set-timezone ZONE</source>
        <translation>Réglez le même fuseau horaire sur les deux&#xa0;: timedatectl set-timezone ZONE</translation>
    </message>
    <message>
        <source>The clock of this computer is not kept right by a time server.</source>
        <translation>L&apos;horloge de cet ordinateur n&apos;est pas synchronisée par un serveur de temps.</translation>
    </message>
    <message>
        <source>Switch it on: timedatectl set-ntp true</source>
        <translation>Activez la synchronisation&#xa0;: timedatectl set-ntp true</translation>
    </message>
    <message>
        <source>%1 is missing or cannot be used.</source>
        <translation>%1 est absent ou inutilisable.</translation>
    </message>
    <message>
        <source>Load the kernel&apos;s module: modprobe fuse</source>
        <translation>Chargez le module du noyau&#xa0;: modprobe fuse</translation>
    </message>
    <message>
        <source>No program may run from the file system of %1 (noexec).</source>
        <translation>Aucun programme ne peut être exécuté depuis le système de fichiers de %1 (noexec).</translation>
    </message>
    <message>
        <source>Mount it without noexec.</source>
        <translation>Montez-le sans noexec.</translation>
    </message>
    <message>
        <source>%1 may deny what the engine or the database does.</source>
        <translation>%1 peut interdire ce que fait le moteur ou la base de données.</translation>
    </message>
    <message>
        <source>Look for denials in its log after the first start, and allow them.</source>
        <translation>Cherchez des refus dans son journal après le premier démarrage, et autorisez-les.</translation>
    </message>
    <message>
        <source>%1 is needed and is taken by %2.</source>
        <translation>%1 est nécessaire et est occupé par %2.</translation>
    </message>
    <message>
        <source>Stop that program, or give it another port.</source>
        <translation>Arrêtez ce programme, ou donnez-lui un autre port.</translation>
    </message>
    <message>
        <source>There is no service %1 on this computer.</source>
        <translation>Il n&apos;y a pas de service %1 sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Install it, or name the right one.</source>
        <translation>Installez-le, ou indiquez le bon.</translation>
    </message>
    <message>
        <source>%1 starts by itself when this computer starts.</source>
        <translation>%1 démarre de lui-même au démarrage de cet ordinateur.</translation>
    </message>
    <message>
        <source>The engine starts it: systemctl disable %1</source>
        <translation>Désactivez-le, le moteur le démarre lui-même&#xa0;: systemctl disable %1</translation>
    </message>
    <message>
        <source>%1 comes from %2 on this node, and from %3 on the other one.</source>
        <translation>%1 vient de %2 sur ce nœud, et de %3 sur l&apos;autre.</translation>
    </message>
    <message>
        <source>Install the same version of the application on both.</source>
        <translation>Installez la même version de l&apos;application sur les deux.</translation>
    </message>
    <message>
        <source>The folder %1 does not exist on this computer.</source>
        <translation>Le dossier %1 n&apos;existe pas sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Make it, or name the right one.</source>
        <translation>Créez-le, ou indiquez le bon.</translation>
    </message>
    <message>
        <source>The account %1 has the number %2 on this node, and %3 on the other one (-1: there is none).</source>
        <translation>Le compte %1 a le numéro %2 sur ce nœud, et %3 sur l&apos;autre (-1&#xa0;: il n&apos;existe pas).</translation>
    </message>
    <message>
        <source>Give it the same numbers on both: the copies carry the numbers.</source>
        <translation>Donnez-lui les mêmes numéros sur les deux&#xa0;: les copies contiennent les numéros.</translation>
    </message>
    <message>
        <source>The engine cannot put %1 right by itself.</source>
        <translation>Le moteur ne peut pas corriger %1 lui-même.</translation>
    </message>
    <message>
        <source>Do what its cure says.</source>
        <translation>Appliquez le remède indiqué.</translation>
    </message>
    <message>
        <source>This computer belongs to the cluster %1 already.</source>
        <translation>Cet ordinateur appartient déjà au cluster %1.</translation>
    </message>
    <message>
        <source>Remove its configuration first.</source>
        <translation>Supprimez d&apos;abord sa configuration.</translation>
    </message>
    <message>
        <source>What an earlier joining left cannot be read: %1.</source>
        <translation>Les restes d&apos;une association précédente sont illisibles&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Move that folder away once both nodes are as they shall be, and restart the engine: systemctl restart understudyd</source>
        <translation>Déplacez ce dossier ailleurs une fois les deux nœuds dans l&apos;état voulu, et redémarrez le moteur&#xa0;: systemctl restart understudyd</translation>
    </message>
    <message>
        <source>An earlier joining is not over on this computer.</source>
        <translation>Une association précédente n&apos;est pas terminée sur cet ordinateur.</translation>
    </message>
    <message>
        <source>See understudyctl join status; understudyctl join abort gives it up.</source>
        <translation>Voir understudyctl join status&#xa0;; understudyctl join abort l&apos;abandonne.</translation>
    </message>
    <message>
        <source>An earlier joining is not over on the other node.</source>
        <translation>Une association précédente n&apos;est pas terminée sur l&apos;autre nœud.</translation>
    </message>
    <message>
        <source>See understudyctl join status there.</source>
        <translation>Voir understudyctl join status sur l&apos;autre nœud.</translation>
    </message>
    <message>
        <source>The protocol %1 does not exist.</source>
        <translation>Le protocole %1 n&apos;existe pas.</translation>
    </message>
    <message>
        <source>There are https and http.</source>
        <translation>Choisissez https ou http.</translation>
    </message>
    <message>
        <source>The password does not keep a rule: %1.</source>
        <translation>Le mot de passe enfreint une règle&#xa0;: %1.</translation>
    </message>
    <message>
        <source>This is not a security code: %1.</source>
        <translation>Ce n&apos;est pas un code de sécurité&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Type it as node2 shows it.</source>
        <translation>Saisissez-le tel que node2 l&apos;affiche.</translation>
    </message>
    <message>
        <source>TCP port 9001 is taken by %1.</source>
        <translation>Le port TCP 9001 est occupé par %1.</translation>
    </message>
    <message>
        <source>Stop that program until the nodes are joined.</source>
        <translation>Arrêtez ce programme jusqu&apos;à ce que les nœuds soient associés.</translation>
    </message>
    <message>
        <source>TCP port 9001 is taken by a recording server: %1.</source>
        <translation>Le port TCP 9001 est occupé par un serveur d&apos;enregistrement&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Stop the recording server on this computer until the nodes are joined.</source>
        <translation>Arrêtez le serveur d&apos;enregistrement de cet ordinateur jusqu&apos;à ce que les nœuds soient associés.</translation>
    </message>
    <message>
        <source>This computer waits for node1 on TCP port 9001.</source>
        <translation>Cet ordinateur attend node1 sur le port TCP 9001.</translation>
    </message>
    <message>
        <source>Continue on node1: understudyctl join start NODE2</source>
        <translation>Continuez sur node1&#xa0;: understudyctl join start NODE2</translation>
    </message>
    <message>
        <source>The nodes are being joined.</source>
        <translation>L&apos;association des nœuds est en cours.</translation>
    </message>
    <message>
        <source>%1 cannot be reached on TCP port 9001: %2.</source>
        <translation>%1 ne peut pas être atteint sur le port TCP 9001&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Prepare it first (there: understudyctl join prepare), and let the port through its firewall.</source>
        <translation>Préparez-le d&apos;abord (sur place&#xa0;: understudyctl join prepare), et ouvrez le port dans son pare-feu.</translation>
    </message>
    <message>
        <source>%1 stands for an IPv6 address, and the cluster uses IPv4 alone.</source>
        <translation>%1 désigne une adresse IPv6, et le cluster n&apos;utilise qu&apos;IPv4.</translation>
    </message>
    <message>
        <source>Give the IPv4 address of node2, or a name that stands for it.</source>
        <translation>Donnez l&apos;adresse IPv4 de node2, ou un nom qui la désigne.</translation>
    </message>
    <message>
        <source>The name %1 is not known here.</source>
        <translation>Le nom %1 n&apos;est pas connu ici.</translation>
    </message>
    <message>
        <source>Use the IPv4 address, or add the name to /etc/hosts of both nodes.</source>
        <translation>Utilisez l&apos;adresse IPv4, ou ajoutez le nom au fichier /etc/hosts des deux nœuds.</translation>
    </message>
    <message>
        <source>The two nodes were not given the same code or password.</source>
        <translation>Les deux nœuds n&apos;ont pas reçu le même code ou mot de passe.</translation>
    </message>
    <message>
        <source>Type it again; five wrong tries end it, and node2 has to be prepared anew.</source>
        <translation>Saisissez-le de nouveau&#xa0;; après cinq essais erronés, il faut préparer node2 de nouveau.</translation>
    </message>
    <message>
        <source>Node2 was prepared with another protocol.</source>
        <translation>Node2 a été préparé avec un autre protocole.</translation>
    </message>
    <message>
        <source>Use the same of https and http on both nodes.</source>
        <translation>Utilisez le même protocole, https ou http, sur les deux nœuds.</translation>
    </message>
    <message>
        <source>The security code was used already.</source>
        <translation>Le code de sécurité a déjà été utilisé.</translation>
    </message>
    <message>
        <source>Prepare node2 again: understudyctl join prepare</source>
        <translation>Préparez node2 de nouveau&#xa0;: understudyctl join prepare</translation>
    </message>
    <message>
        <source>The security code is older than 60 minutes.</source>
        <translation>Le code de sécurité date de plus de 60 minutes.</translation>
    </message>
    <message>
        <source>The security code was tried wrongly five times.</source>
        <translation>Le code de sécurité a été saisi cinq fois de façon erronée.</translation>
    </message>
    <message>
        <source>The connection to the other node ended: %1.</source>
        <translation>La connexion à l&apos;autre nœud a pris fin&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Both nodes are as before, or will be as soon as they see each other. Try again.</source>
        <translation>Les deux nœuds sont comme avant, ou le seront dès qu&apos;ils se verront. Réessayez.</translation>
    </message>
    <message>
        <source>The other node has another version of Understudy: %1.</source>
        <translation>L&apos;autre nœud a une autre version d&apos;Understudy&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The joining failed on %1: %2.</source>
        <translation>L&apos;association a échoué sur %1&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Nothing was changed on either node. Put it right, and try again.</source>
        <translation>Rien n&apos;a été modifié sur aucun des deux nœuds. Corrigez le problème, et réessayez.</translation>
    </message>
    <message>
        <source>The joining was given up; both nodes are as before.</source>
        <translation>L&apos;association a été abandonnée&#xa0;; les deux nœuds sont comme avant.</translation>
    </message>
    <message>
        <source>The settings have errors, so nothing was changed.</source>
        <translation>La configuration a des erreurs, rien n&apos;a donc été modifié.</translation>
    </message>
    <message>
        <source>Mend what is listed, and start again.</source>
        <translation>Corrigez les erreurs indiquées, et recommencez.</translation>
    </message>
    <message>
        <source>This node is prepared, and does not know yet whether %1 has completed the joining.</source>
        <translation>Ce nœud est préparé, et ne sait pas encore si %1 a achevé l&apos;association.</translation>
    </message>
    <message>
        <source>Let the engine run on node1 and reach this node on TCP port 9001: it tells within seconds. If node1 will never return: understudyctl join abort --force</source>
        <translation>Vérifiez que le moteur tourne sur node1 et atteint ce nœud sur le port TCP 9001&#xa0;: la réponse vient en quelques secondes. Si node1 est définitivement perdu&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This node is configured; the other one (%1) has not confirmed yet that it is, too.</source>
        <translation>Ce nœud est configuré&#xa0;; l&apos;autre (%1) n&apos;a pas encore confirmé qu&apos;il l&apos;est aussi.</translation>
    </message>
    <message>
        <source>Let the engine run on both and reach TCP port 9001 of node2: it is tried every few seconds. If node2 will never return: understudyctl join abort --force</source>
        <translation>Vérifiez que le moteur tourne sur les deux et atteint le port TCP 9001 de node2&#xa0;: un nouvel essai a lieu toutes les quelques secondes. Si node2 est définitivement perdu&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>The other node (%1) has given this joining up, and this one has completed it.</source>
        <translation>L&apos;autre nœud (%1) a abandonné cette association, et celui-ci l&apos;a achevée.</translation>
    </message>
    <message>
        <source>Take it back here, too: understudyctl join abort --force</source>
        <translation>Annulez-la ici aussi&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This node is as before; the other one (%1) has not heard yet that the joining is over.</source>
        <translation>Ce nœud est comme avant&#xa0;; l&apos;autre (%1) ne sait pas encore que l&apos;association est terminée.</translation>
    </message>
    <message>
        <source>It is tried every few seconds. If node2 will never return: understudyctl join abort --force</source>
        <translation>Un nouvel essai a lieu toutes les quelques secondes. Si node2 est définitivement perdu&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>The joining cannot go on at this node: %1.</source>
        <translation>L&apos;association ne peut pas continuer sur ce nœud&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Put it right: it is tried again every few seconds.</source>
        <translation>Corrigez le problème&#xa0;: un nouvel essai a lieu toutes les quelques secondes.</translation>
    </message>
    <message>
        <source>Node1 may have completed this joining, so it is not given up here.</source>
        <translation>Node1 a peut-être achevé cette association, elle n&apos;est donc pas abandonnée ici.</translation>
    </message>
    <message>
        <source>Let node1 reach this node. If it will never return: understudyctl join abort --force</source>
        <translation>Rétablissez l&apos;accès de node1 à ce nœud. Si node1 est définitivement perdu&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This joining is decided and is being completed.</source>
        <translation>Cette association est décidée et est en train d&apos;être achevée.</translation>
    </message>
    <message>
        <source>Wait for the other node. If it will never return: understudyctl join abort --force</source>
        <translation>Attendez l&apos;autre nœud. S&apos;il est définitivement perdu&#xa0;: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>No joining is open on this computer.</source>
        <translation>Aucune association n&apos;est en cours sur cet ordinateur.</translation>
    </message>
    <message>
        <source>This computer is %1 of the cluster %2.</source>
        <translation>Cet ordinateur est %1 du cluster %2.</translation>
    </message>
    <message>
        <source>Start both nodes: understudyctl join finish</source>
        <translation>Démarrez les deux nœuds&#xa0;: understudyctl join finish</translation>
    </message>
    <message>
        <source>The nodes are not joined yet.</source>
        <translation>Les nœuds ne sont pas encore associés.</translation>
    </message>
    <message>
        <source>See understudyctl join status.</source>
        <translation>Voir understudyctl join status.</translation>
    </message>
    <message>
        <source>A module runs on this node already.</source>
        <translation>Un module est déjà en marche sur ce nœud.</translation>
    </message>
    <message>
        <source>Stop it first: understudyctl stop</source>
        <translation>Arrêtez-le d&apos;abord&#xa0;: understudyctl stop</translation>
    </message>
    <message>
        <source>%1: %2%3.</source>
        <translation>%1&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>The system log may say more.</source>
        <translation>Le journal du système en dit peut-être plus.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Vérifiez le nom.</translation>
    </message>
    <message>
        <source>Install the same version of Understudy on both nodes.</source>
        <translation>Installez la même version d&apos;Understudy sur les deux nœuds.</translation>
    </message>
    <message>
        <source>Check the owner and the permissions.</source>
        <translation>Vérifiez le propriétaire et les permissions.</translation>
    </message>
    <message>
        <source>%1 is in use: %2%3.</source>
        <translation>%1 est occupé&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>Stop whoever uses it, or choose another.</source>
        <translation>Arrêtez ce qui l&apos;utilise, ou faites un autre choix.</translation>
    </message>
    <message>
        <source>%1 did not answer in time: %2%3.</source>
        <translation>%1 n&apos;a pas répondu à temps&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>%1: the connection ended: %2%3.</source>
        <translation>%1&#xa0;: la connexion a pris fin&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>%1 refused: %2%3.</source>
        <translation>%1 a refusé&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>%1: %2: the disk is full%3.</source>
        <translation>%1&#xa0;: %2&#xa0;: le disque est plein%3.</translation>
    </message>
    <message>
        <source>Free some space on this disk.</source>
        <translation>Libérez de l&apos;espace sur ce disque.</translation>
    </message>
    <message>
        <source>%1 is damaged: %2%3.</source>
        <translation>%1 est endommagé&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>Check the disk; nothing was overwritten.</source>
        <translation>Contrôlez le disque&#xa0;; rien n&apos;a été écrasé.</translation>
    </message>
    <message>
        <source>%1: cancelled: %2%3.</source>
        <translation>%1&#xa0;: annulé&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>The module cannot be started on this node. %1: %2%3.</source>
        <translation>Le module ne peut pas être démarré sur ce nœud. %1&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>Mend the settings, and apply them again or restart the engine: systemctl restart understudyd</source>
        <translation>Corrigez la configuration, et appliquez-la de nouveau ou redémarrez le moteur&#xa0;: systemctl restart understudyd</translation>
    </message>
    <message>
        <source>The module cannot be started on this node yet. %1: %2%3.</source>
        <translation>Le module ne peut pas encore être démarré sur ce nœud. %1&#xa0;: %2%3.</translation>
    </message>
    <message>
        <source>Repair that; this node tries again by itself, at the latest after 30 s.</source>
        <translation>Réparez cela&#xa0;; ce nœud réessaie de lui-même, au plus tard après 30 s.</translation>
    </message>
    <message>
        <source>There is no %1 in this interface.</source>
        <translation>%1 n&apos;existe pas dans cette interface.</translation>
    </message>
    <message>
        <source>Program and engine may be of different versions.</source>
        <translation>Le programme et le moteur sont peut-être de versions différentes.</translation>
    </message>
    <message>
        <source>%1 cannot be used with %2.</source>
        <translation>%1 ne s&apos;utilise pas avec %2.</translation>
    </message>
    <message>
        <source>It answers to: %3.</source>
        <translation>Méthodes acceptées&#xa0;: %3.</translation>
    </message>
    <message>
        <source>The request cannot be read: %1.</source>
        <translation>La demande est illisible&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The parameter %1 cannot be &quot;%2&quot;.</source>
        <translation>Le paramètre %1 ne peut pas être «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>It has to be %3.</source>
        <translation>Valeur attendue&#xa0;: %3.</translation>
    </message>
    <message>
        <source>The request is larger than this interface takes.</source>
        <translation>La demande est plus longue que ce que cette interface accepte.</translation>
    </message>
    <message>
        <source>At most %1 bytes are read.</source>
        <translation>Au plus %1 octets sont lus.</translation>
    </message>
    <message>
        <source>The request did not arrive whole within %1 seconds.</source>
        <translation>La demande n&apos;est pas arrivée entière en %1 secondes.</translation>
    </message>
    <message>
        <source>%1 connections are open, and no more are taken.</source>
        <translation>%1 connexions sont ouvertes, aucune autre n&apos;est acceptée.</translation>
    </message>
    <message>
        <source>Close other programs that watch the engine, and try again.</source>
        <translation>Fermez d&apos;autres programmes qui surveillent le moteur, et réessayez.</translation>
    </message>
    <message>
        <source>The user %1 may not talk to the engine.</source>
        <translation>L&apos;utilisateur %1 n&apos;a pas accès au moteur.</translation>
    </message>
    <message>
        <source>Use root, or a member of the group understudy.</source>
        <translation>Utilisez root, ou un membre du groupe understudy.</translation>
    </message>
    <message>
        <source>%1 is answered only to programs on the same computer.</source>
        <translation>%1 n&apos;est accessible qu&apos;aux programmes du même ordinateur.</translation>
    </message>
    <message>
        <source>Ask there.</source>
        <translation>Faites la demande sur cet ordinateur.</translation>
    </message>
    <message>
        <source>This computer is not configured as a node.</source>
        <translation>Cet ordinateur n&apos;est pas configuré comme nœud.</translation>
    </message>
    <message>
        <source>Configure it: understudyctl config apply --primary FILE (or --secondary FILE).</source>
        <translation>Configurez-le&#xa0;: understudyctl config apply --primary FILE (ou --secondary FILE).</translation>
    </message>
    <message>
        <source>There is no node %1.</source>
        <translation>Il n&apos;y a pas de nœud %1.</translation>
    </message>
    <message>
        <source>The nodes are node1 and node2.</source>
        <translation>Les nœuds sont node1 et node2.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>%1 ne peut pas être atteint&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Check that the computer runs, that its engine runs (systemctl status understudyd), and the network between the nodes.</source>
        <translation>Vérifiez que l&apos;ordinateur est allumé, que son moteur tourne (systemctl status understudyd), et le réseau entre les nœuds.</translation>
    </message>
    <message>
        <source>The engine stops, and the request was not finished.</source>
        <translation>Le moteur s&apos;arrête, et la demande n&apos;est pas terminée.</translation>
    </message>
    <message>
        <source>Ask for the state before you repeat it.</source>
        <translation>Demandez l&apos;état avant de la répéter.</translation>
    </message>
    <message>
        <source>%1 lines of the logs were lost: the disk did not take them in time.</source>
        <translation>%1 lignes des journaux ont été perdues&#xa0;: le disque ne les a pas prises à temps.</translation>
    </message>
    <message>
        <source>Look at the free space and the speed of the disk under /var/lib/understudy.</source>
        <translation>Contrôlez l&apos;espace libre et la vitesse du disque sous /var/lib/understudy.</translation>
    </message>
    <message>
        <source>Mend what is listed, and apply them again.</source>
        <translation>Corrigez les erreurs indiquées, et appliquez de nouveau la configuration.</translation>
    </message>
    <message>
        <source>The module %1 runs, so its settings stay as they are.</source>
        <translation>Le module %1 est en marche, sa configuration reste donc inchangée.</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Terminé.</translation>
    </message>
    <message>
        <source>Nobody is logged in.</source>
        <translation>Aucun utilisateur n&apos;est connecté.</translation>
    </message>
    <message>
        <source>Log in as admin with the cluster&apos;s password.</source>
        <translation>Ouvrez une session comme admin avec le mot de passe du cluster.</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>La session a pris fin.</translation>
    </message>
    <message>
        <source>Log in again.</source>
        <translation>Ouvrez une nouvelle session.</translation>
    </message>
    <message>
        <source>The request changes something and does not carry the session&apos;s token.</source>
        <translation>La demande modifie quelque chose et ne porte pas le jeton de la session.</translation>
    </message>
    <message>
        <source>Send the csrf_token of the login in the header X-CSRF-Token.</source>
        <translation>Envoyez le csrf_token reçu à la connexion dans l&apos;en-tête X-CSRF-Token.</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>Le nom d&apos;utilisateur ou le mot de passe est incorrect.</translation>
    </message>
    <message>
        <source>The user is admin; root sets a new password with: understudyctl password</source>
        <translation>L&apos;utilisateur est admin&#xa0;; root définit un nouveau mot de passe avec&#xa0;: understudyctl password</translation>
    </message>
    <message>
        <source>Too many wrong passwords came from this address.</source>
        <translation>Trop de mots de passe incorrects sont venus de cette adresse.</translation>
    </message>
    <message>
        <source>Try again in %1 seconds.</source>
        <translation>Réessayez dans %1 secondes.</translation>
    </message>
    <message>
        <source>Too many people log in at once.</source>
        <translation>Trop d&apos;utilisateurs se connectent en même temps.</translation>
    </message>
    <message>
        <source>No password is set, so nobody can log in.</source>
        <translation>Aucun mot de passe n&apos;est défini, personne ne peut donc se connecter.</translation>
    </message>
    <message>
        <source>Set one on this computer: understudyctl password</source>
        <translation>Définissez-en un sur cet ordinateur&#xa0;: understudyctl password</translation>
    </message>
    <message>
        <source>The password does not keep these rules: %1.</source>
        <translation>Le mot de passe enfreint ces règles&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>A page of another site (%1) asked for this.</source>
        <translation>Une page d&apos;un autre site (%1) a fait cette demande.</translation>
    </message>
    <message>
        <source>Nothing was done. Use the page of this node.</source>
        <translation>Rien n&apos;a été fait. Utilisez la page de ce nœud.</translation>
    </message>
    <message>
        <source>The engine of this node does not answer.</source>
        <translation>Le moteur de ce nœud ne répond pas.</translation>
    </message>
    <message>
        <source>It is asked again at once; if this lasts, start it on the node: systemctl start understudyd</source>
        <translation>Il est interrogé de nouveau tout de suite&#xa0;; si cela dure, démarrez-le sur le nœud&#xa0;: systemctl start understudyd</translation>
    </message>
    <message>
        <source>Too many requests wait for the engine of this node.</source>
        <translation>Trop de demandes attendent le moteur de ce nœud.</translation>
    </message>
    <message>
        <source>Try again in a few seconds.</source>
        <translation>Réessayez dans quelques secondes.</translation>
    </message>
    <message>
        <source>The engine of Understudy does not run on this computer (%1: %2).</source>
        <translation>Le moteur d&apos;Understudy ne tourne pas sur cet ordinateur (%1&#xa0;: %2).</translation>
    </message>
    <message>
        <source>Start it: sudo systemctl start understudyd</source>
        <translation>Démarrez-le&#xa0;: sudo systemctl start understudyd</translation>
    </message>
    <message>
        <source>You may not talk to the engine (%1: %2).</source>
        <translation>Accès au moteur refusé (%1&#xa0;: %2).</translation>
    </message>
    <message>
        <source>Use sudo, or ask an administrator to add you to the group understudy.</source>
        <translation>Utilisez sudo, ou demandez à un administrateur l&apos;ajout au groupe understudy.</translation>
    </message>
    <message>
        <source>The engine went away before it answered.</source>
        <translation>Le moteur a disparu avant de répondre.</translation>
    </message>
    <message>
        <source>Look whether it runs (systemctl status understudyd), then ask for the state.</source>
        <translation>Vérifiez s&apos;il tourne (systemctl status understudyd), puis demandez l&apos;état.</translation>
    </message>
    <message>
        <source>The engine did not answer within %1 seconds.</source>
        <translation>Le moteur n&apos;a pas répondu en %1 secondes.</translation>
    </message>
    <message>
        <source>Look at its log: journalctl -u understudyd</source>
        <translation>Consultez son journal&#xa0;: journalctl -u understudyd</translation>
    </message>
    <message>
        <source>The answer of the engine cannot be read: %1.</source>
        <translation>La réponse du moteur est illisible&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>Le fichier %1 ne peut pas être lu&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Check its name and permissions.</source>
        <translation>Vérifiez son nom et ses permissions.</translation>
    </message>
    <message>
        <source>This folder cannot be replicated on this node: %1.</source>
        <translation>Ce dossier ne peut pas être répliqué sur ce nœud&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Put this right, or name another folder.</source>
        <translation>Corrigez le problème, ou indiquez un autre dossier.</translation>
    </message>
    <message>
        <source>is less than twice interval_ms.</source>
        <translation>est inférieur au double de interval_ms.</translation>
    </message>
    <message>
        <source>One lost packet must not be a dead node: write %1 or more.</source>
        <translation>Un seul paquet perdu ne doit pas passer pour un nœud mort&#xa0;: écrivez %1 ou plus.</translation>
    </message>
    <message>
        <source>is missing, and so is control_group.</source>
        <translation>est absent, et control_group aussi.</translation>
    </message>
    <message>
        <source>Name the program to look for, or its control group.</source>
        <translation>Indiquez le programme à chercher, ou son groupe de contrôle.</translation>
    </message>
    <message>
        <source>is larger than %1 bytes.</source>
        <translation>dépasse %1 octets.</translation>
    </message>
    <message>
        <source>Is this the settings file?</source>
        <translation>Est-ce bien le fichier de configuration&#xa0;?</translation>
    </message>
    <message>
        <source>is not JSON: %1.</source>
        <translation>n&apos;est pas du JSON&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Correct the text there, or just before.</source>
        <translation>Corrigez le texte à cet endroit, ou juste avant.</translation>
    </message>
    <message>
        <source>is not an object.</source>
        <translation>n&apos;est pas un objet.</translation>
    </message>
    <message>
        <source>Write the settings between { and }.</source>
        <translation>Écrivez la configuration entre { et }.</translation>
    </message>
    <message>
        <source>is newer than this version of Understudy.</source>
        <translation>est plus récent que cette version d&apos;Understudy.</translation>
    </message>
    <message>
        <source>Install the version that wrote this document; this one knows format %1.</source>
        <translation>Installez la version qui a écrit ce document&#xa0;; celle-ci connaît le format %1.</translation>
    </message>
    <message>
        <source>cannot be the name &quot;%1&quot;.</source>
        <translation>ne peut pas être le nom «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Use at most 40 letters, digits and - _ . @, beginning with a letter or digit.</source>
        <translation>Utilisez au plus 40 lettres, chiffres et - _ . @, en commençant par une lettre ou un chiffre.</translation>
    </message>
    <message>
        <source>is empty.</source>
        <translation>est vide.</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Donnez-lui un nom.</translation>
    </message>
    <message>
        <source>cannot be the host name &quot;%1&quot;.</source>
        <translation>ne peut pas être le nom d&apos;hôte «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write the computer&apos;s name as `hostname` shows it.</source>
        <translation>Écrivez le nom de l&apos;ordinateur tel que `hostname` l&apos;affiche.</translation>
    </message>
    <message>
        <source>cannot be the network interface &quot;%1&quot;.</source>
        <translation>ne peut pas être l&apos;interface réseau «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write one that `ip link` shows, or leave it out.</source>
        <translation>Écrivez-en une qu&apos;affiche `ip link`, ou omettez-la.</translation>
    </message>
    <message>
        <source>cannot be the systemd unit &quot;%1&quot;.</source>
        <translation>ne peut pas être l&apos;unité systemd «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write its whole name, with .service at the end.</source>
        <translation>Écrivez son nom entier, avec .service à la fin.</translation>
    </message>
    <message>
        <source>names no program.</source>
        <translation>n&apos;indique aucun programme.</translation>
    </message>
    <message>
        <source>Write [&quot;/path/of/program&quot;, &quot;argument&quot;, ...].</source>
        <translation>Écrivez [&quot;/chemin/du/programme&quot;, &quot;argument&quot;, ...].</translation>
    </message>
    <message>
        <source>begins with &quot;%1&quot;, which is not an absolute path.</source>
        <translation>commence par «&#xa0;%1&#xa0;», qui n&apos;est pas un chemin absolu.</translation>
    </message>
    <message>
        <source>Write the program with its whole path; no shell is used.</source>
        <translation>Écrivez le programme avec son chemin entier&#xa0;; aucun shell n&apos;est utilisé.</translation>
    </message>
    <message>
        <source>is not an absolute path: &quot;%1&quot;.</source>
        <translation>n&apos;est pas un chemin absolu&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Begin with /.</source>
        <translation>Commencez par /.</translation>
    </message>
    <message>
        <source>is not a plain path: &quot;%1&quot;.</source>
        <translation>n&apos;est pas un chemin simple&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write it without //, . and .. and without / at its end; / itself cannot be replicated.</source>
        <translation>Écrivez-le sans //, . ni .. et sans / à la fin&#xa0;; / lui-même ne peut pas être répliqué.</translation>
    </message>
    <message>
        <source>has %1 addresses.</source>
        <translation>a %1 adresses.</translation>
    </message>
    <message>
        <source>Give one per network, 1 to 4.</source>
        <translation>Donnez-en une par réseau, de 1 à 4.</translation>
    </message>
    <message>
        <source>is not an IPv4 address: &quot;%1&quot;.</source>
        <translation>n&apos;est pas une adresse IPv4&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write four numbers with dots.</source>
        <translation>Écrivez quatre nombres séparés par des points.</translation>
    </message>
    <message>
        <source>is not an IPv4 address with its prefix: &quot;%1&quot;.</source>
        <translation>n&apos;est pas une adresse IPv4 avec son préfixe&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Write it like 192.168.1.100/24.</source>
        <translation>Écrivez-la comme 192.168.1.100/24.</translation>
    </message>
    <message>
        <source>is the address of the network itself: %1.</source>
        <translation>est l&apos;adresse du réseau lui-même&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Choose a free address inside the network.</source>
        <translation>Choisissez une adresse libre de ce réseau.</translation>
    </message>
    <message>
        <source>is the same as that of node1: %1.</source>
        <translation>est identique à celui de node1&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The nodes are two computers.</source>
        <translation>Les nœuds sont deux ordinateurs distincts.</translation>
    </message>
    <message>
        <source>has %1 addresses, node1 has %2.</source>
        <translation>a %1 adresses, node1 en a %2.</translation>
    </message>
    <message>
        <source>Both nodes are on the same networks: give one address of each, in the same order.</source>
        <translation>Les deux nœuds sont sur les mêmes réseaux&#xa0;: donnez une adresse de chacun, dans le même ordre.</translation>
    </message>
    <message>
        <source>is %1&apos;s own address: %2.</source>
        <translation>est l&apos;adresse de %1 lui-même&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Choose a free address of the same network.</source>
        <translation>Choisissez une adresse libre du même réseau.</translation>
    </message>
    <message>
        <source>%1 is in no network of %2.</source>
        <translation>%1 n&apos;est dans aucun réseau de %2.</translation>
    </message>
    <message>
        <source>Choose an address, and a prefix, of a network that both nodes are on.</source>
        <translation>Choisissez une adresse, et un préfixe, d&apos;un réseau commun aux deux nœuds.</translation>
    </message>
    <message>
        <source>%1 and %2 (%3) are the same folder, or one holds the other.</source>
        <translation>%1 et %2 (%3) sont le même dossier, ou l&apos;un contient l&apos;autre.</translation>
    </message>
    <message>
        <source>Name each folder once, without folders inside it.</source>
        <translation>Indiquez chaque dossier une seule fois, sans les dossiers qu&apos;il contient.</translation>
    </message>
    <message>
        <source>is the same as %1: %2.</source>
        <translation>est identique à %1&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Faites un autre choix.</translation>
    </message>
    <message>
        <source>is missing.</source>
        <translation>est absent.</translation>
    </message>
    <message>
        <source>Add it.</source>
        <translation>Ajoutez-le.</translation>
    </message>
    <message>
        <source>has the wrong type.</source>
        <translation>n&apos;est pas du bon type.</translation>
    </message>
    <message>
        <source>Write %1.</source>
        <translation>Valeur attendue&#xa0;: %1.</translation>
    </message>
    <message>
        <source>holds a zero byte.</source>
        <translation>contient un octet nul.</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>Retirez-le.</translation>
    </message>
    <message>
        <source>is not a whole number from %1 to %2.</source>
        <translation>n&apos;est pas un nombre entier de %1 à %2.</translation>
    </message>
    <message>
        <source>Choose one in this range.</source>
        <translation>Choisissez-en un dans cet intervalle.</translation>
    </message>
    <message>
        <source>cannot be &quot;%1&quot;.</source>
        <translation>ne peut pas être «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Choose one of: %2.</source>
        <translation>Choisissez parmi&#xa0;: %2.</translation>
    </message>
    <message>
        <source>has %1 entries.</source>
        <translation>a %1 éléments.</translation>
    </message>
    <message>
        <source>It may have %2 to %3.</source>
        <translation>Nombre permis&#xa0;: de %2 à %3.</translation>
    </message>
    <message>
        <source>is not known here.</source>
        <translation>n&apos;est pas connu ici.</translation>
    </message>
    <message>
        <source>Remove it, or correct its spelling. Known here: %1.</source>
        <translation>Supprimez-le, ou corrigez son orthographe. Noms connus ici&#xa0;: %1.</translation>
    </message>
</context>
<context>
    <name>refusals</name>
    <message>
        <source>The module is already started on this node. Look at its state, or stop it first.</source>
        <translation>Le module est déjà démarré sur ce nœud. Consultez son état, ou arrêtez-le d&apos;abord.</translation>
    </message>
    <message>
        <source>The module is already stopped on this node.</source>
        <translation>Le module est déjà arrêté sur ce nœud.</translation>
    </message>
    <message>
        <source>The module is stopped on this node. Start it first.</source>
        <translation>Le module est arrêté sur ce nœud. Démarrez-le d&apos;abord.</translation>
    </message>
    <message>
        <source>The node is in the middle of another change. Wait until its state is no longer magenta, or stop the module.</source>
        <translation>Un autre changement est en cours sur ce nœud. Attendez que son état ne soit plus magenta, ou arrêtez le module.</translation>
    </message>
    <message>
        <source>This node does not serve the application. Ask the node that is PRIM or ALONE.</source>
        <translation>Ce nœud n&apos;assure pas le service de l&apos;application. Adressez la demande au nœud qui est PRIM ou ALONE.</translation>
    </message>
    <message>
        <source>The other node does not hold all data yet, so it cannot take over. Start it, and wait until it is SECOND and uptodate.</source>
        <translation>L&apos;autre nœud n&apos;a pas encore toutes les données, il ne peut donc pas reprendre le service. Démarrez-le, et attendez qu&apos;il soit SECOND et uptodate.</translation>
    </message>
    <message>
        <source>The other node is serving the application. Stop it first, or use swap.</source>
        <translation>L&apos;autre nœud assure le service de l&apos;application. Arrêtez-le d&apos;abord, ou utilisez swap.</translation>
    </message>
    <message>
        <source>This node holds no data. Start the node that holds the data; this one is then synchronised from it.</source>
        <translation>Ce nœud n&apos;a pas de données. Démarrez le nœud qui a les données&#xa0;; ce nœud-ci sera alors synchronisé à partir de lui.</translation>
    </message>
    <message>
        <source>The node is still finding out what the other node holds. Try again when its state is red.</source>
        <translation>Ce nœud est encore en train de déterminer ce que l&apos;autre nœud contient. Réessayez quand son état sera red.</translation>
    </message>
    <message>
        <source>The other node still holds the right to take over. Start this node instead of forcing it: it serves as soon as the other one has given its right up.</source>
        <translation>L&apos;autre nœud a encore le droit de reprendre le service. Démarrez ce nœud au lieu de le forcer&#xa0;: il assurera le service dès que l&apos;autre aura renoncé à ce droit.</translation>
    </message>
    <message>
        <source>A swap without synchronisation is not offered by this version. Wait until the other node is uptodate and use swap, or stop this node and use force-start there.</source>
        <translation>Cette version ne propose pas de permutation sans synchronisation. Attendez que l&apos;autre nœud soit uptodate et utilisez swap, ou arrêtez ce nœud et utilisez force-start sur l&apos;autre.</translation>
    </message>
    <message>
        <source>A later request took the place of this one.</source>
        <translation>Une demande plus récente a remplacé celle-ci.</translation>
    </message>
    <message>
        <source>It did not come to its end. The state of the node says what happened.</source>
        <translation>La demande n&apos;a pas abouti. L&apos;état du nœud indique ce qui s&apos;est passé.</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so what was asked would not outlive a restart of its engine. Repair its disk, and ask again.</source>
        <translation>Ce nœud n&apos;a pas pu écrire son enregistrement (%1)&#xa0;: la demande serait perdue au redémarrage de son moteur. Réparez son disque, et recommencez.</translation>
    </message>
    <message>
        <source>Processes of the application do not even die when they are killed (%1). They are killed again and again; if they stay, restart this computer.</source>
        <translation>Des processus de l&apos;application ne meurent pas, même tués (%1). Ils sont tués encore et encore&#xa0;; s&apos;ils restent, redémarrez cet ordinateur.</translation>
    </message>
</context>
<context>
    <name>rows</name>
    <message>
        <source>A request is refused: the one before it is not finished.</source>
        <translation>Demande refusée&#xa0;: la précédente n&apos;est pas terminée.</translation>
    </message>
    <message>
        <source>A swap without synchronisation is refused: this version does not offer it.</source>
        <translation>Permutation sans synchronisation refusée&#xa0;: cette version ne la propose pas.</translation>
    </message>
    <message>
        <source>A forced start is refused: %1 serves the application.</source>
        <translation>Démarrage forcé refusé&#xa0;: %1 assure le service de l&apos;application.</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so it may not go on: it stops. Repair its disk and start it again.</source>
        <translation>Ce nœud n&apos;a pas pu écrire son enregistrement (%1), il ne peut donc pas continuer&#xa0;: il s&apos;arrête. Réparez son disque, puis démarrez de nouveau ce nœud.</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so its copy cannot be relied upon: it stops. Repair its disk and start it again.</source>
        <translation>Ce nœud n&apos;a pas pu écrire son enregistrement (%1), sa copie n&apos;est donc pas fiable&#xa0;: il s&apos;arrête. Réparez son disque, puis démarrez de nouveau ce nœud.</translation>
    </message>
    <message>
        <source>This node could not write its record (%1): it stays stopped. Repair its disk and start it again.</source>
        <translation>Ce nœud n&apos;a pas pu écrire son enregistrement (%1)&#xa0;: il reste arrêté. Réparez son disque, puis démarrez de nouveau ce nœud.</translation>
    </message>
    <message>
        <source>This node could not write its record (%1) before its engine ends itself: it may start by itself again. Look at the disk of this computer.</source>
        <translation>Ce nœud n’a pas pu écrire son enregistrement (%1) avant que son moteur ne s’arrête de lui-même&#xa0;: il peut redémarrer tout seul. Vérifiez le disque de cet ordinateur.</translation>
    </message>
    <message>
        <source>This node can write its record again.</source>
        <translation>Ce nœud peut de nouveau écrire son enregistrement.</translation>
    </message>
    <message>
        <source>The boot policy of this node is off: it stays stopped until it is started.</source>
        <translation>La politique au démarrage de ce nœud est off&#xa0;: il reste arrêté jusqu&apos;à ce qu&apos;il soit démarré.</translation>
    </message>
    <message>
        <source>The boot policy of this node is on: it starts, and comes up as SECOND when %1 serves.</source>
        <translation>La politique au démarrage de ce nœud est on&#xa0;: il démarre, et devient SECOND quand %1 assure le service.</translation>
    </message>
    <message>
        <source>The engine was started and the module was running before: this node asks %1 what it holds.</source>
        <translation>Le moteur a été démarré et le module était en marche auparavant&#xa0;: ce nœud demande à %1 ce qu&apos;il contient.</translation>
    </message>
    <message>
        <source>The module was stopped before the engine was started: it stays stopped until it is started.</source>
        <translation>Le module avait été arrêté avant le démarrage du moteur&#xa0;: il reste arrêté jusqu&apos;à ce qu&apos;il soit démarré.</translation>
    </message>
    <message>
        <source>%1 started the module: this node asks the other one what it holds.</source>
        <translation>%1 a démarré le module&#xa0;: ce nœud demande à l&apos;autre ce qu&apos;il contient.</translation>
    </message>
    <message>
        <source>%1 stopped the module; it was stopped already, but its record did not say so.</source>
        <translation>%1 a arrêté le module&#xa0;; il l&apos;était déjà, mais son enregistrement ne l&apos;indiquait pas.</translation>
    </message>
    <message>
        <source>A stop is refused: the module is stopped.</source>
        <translation>Arrêt refusé&#xa0;: le module est arrêté.</translation>
    </message>
    <message>
        <source>A request is refused: the module is stopped.</source>
        <translation>Demande refusée&#xa0;: le module est arrêté.</translation>
    </message>
    <message>
        <source>%1 holds data that this node lacks: it is recorded that this node may not serve by itself.</source>
        <translation>%1 a des données que ce nœud n&apos;a pas&#xa0;: il est enregistré que ce nœud ne peut pas assurer le service de lui-même.</translation>
    </message>
    <message>
        <source>It is tried again to record that %1 holds data that this node lacks.</source>
        <translation>Nouvelle tentative d&apos;enregistrer que %1 a des données que ce nœud n&apos;a pas.</translation>
    </message>
    <message>
        <source>A forced start is refused: this node holds no data.</source>
        <translation>Démarrage forcé refusé&#xa0;: ce nœud n&apos;a pas de données.</translation>
    </message>
    <message>
        <source>A forced start is refused: this node is still finding out what %1 holds.</source>
        <translation>Démarrage forcé refusé&#xa0;: ce nœud est encore en train de déterminer ce que %1 contient.</translation>
    </message>
    <message>
        <source>A forced start is refused: %1 may be taking over at this moment.</source>
        <translation>Démarrage forcé refusé&#xa0;: %1 est peut-être en train de reprendre le service.</translation>
    </message>
    <message>
        <source>%1 forced this node to serve with the data it holds, whatever the other one has.</source>
        <translation>%1 a forcé ce nœud à assurer le service avec ses propres données, quelles que soient celles de l&apos;autre.</translation>
    </message>
    <message>
        <source>%1 stopped the module.</source>
        <translation>%1 a arrêté le module.</translation>
    </message>
    <message>
        <source>%1 started the module: this node may now serve as well.</source>
        <translation>%1 a démarré le module&#xa0;: ce nœud peut désormais aussi assurer le service.</translation>
    </message>
    <message>
        <source>A start is refused: the module is started and waits.</source>
        <translation>Démarrage refusé&#xa0;: le module est démarré et attend.</translation>
    </message>
    <message>
        <source>A request is refused: this node does not serve.</source>
        <translation>Demande refusée&#xa0;: ce nœud n&apos;assure pas le service.</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms: it asks %2 anew.</source>
        <translation>Ce nœud est resté figé pendant %1 ms&#xa0;: il interroge de nouveau %2.</translation>
    </message>
    <message>
        <source>The engine was told to end: this node is stopped until the engine is started again.</source>
        <translation>Le moteur a reçu l&apos;ordre de s&apos;arrêter&#xa0;: ce nœud est arrêté jusqu&apos;au redémarrage du moteur.</translation>
    </message>
    <message>
        <source>%1 serves and is heard here, but does not answer: the connection carries from it to this node only. Repair the connection; then this node becomes its standby.</source>
        <translation>%1 assure le service et ses signaux arrivent ici, mais il ne répond pas&#xa0;: la liaison ne passe que de lui vers ce nœud. Réparez la liaison&#xa0;; ce nœud deviendra alors son nœud de secours.</translation>
    </message>
    <message>
        <source>%1 serves; this node waits until it has answered.</source>
        <translation>%1 assure le service&#xa0;; ce nœud attend sa réponse.</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here: it stops when it hears of this copy.</source>
        <translation>%1 assure le service avec des données plus anciennes que la copie locale&#xa0;: il s&apos;arrêtera dès qu&apos;il aura connaissance de cette copie.</translation>
    </message>
    <message>
        <source>The diverged copy is kept beside a little later.</source>
        <translation>La copie divergente sera conservée à part un peu plus tard.</translation>
    </message>
    <message>
        <source>%1 serves, and the copy here has changes of its own: it is kept beside before it is synchronised.</source>
        <translation>%1 assure le service, et la copie locale a des modifications qui lui sont propres&#xa0;: elle est conservée à part avant d&apos;être synchronisée.</translation>
    </message>
    <message>
        <source>%1 serves: this node becomes its standby and is synchronised.</source>
        <translation>%1 assure le service&#xa0;: ce nœud devient son nœud de secours et est synchronisé.</translation>
    </message>
    <message>
        <source>The swap broke off and %1 is silent: this node serves again.</source>
        <translation>La permutation a été interrompue et %1 est muet&#xa0;: ce nœud assure de nouveau le service.</translation>
    </message>
    <message>
        <source>This node was started to come up as SECOND, and %1 does not serve. Start the module to let this node serve.</source>
        <translation>Ce nœud a été démarré pour devenir SECOND, et %1 n&apos;assure pas le service. Démarrez le module pour que ce nœud puisse assurer le service.</translation>
    </message>
    <message>
        <source>This node holds the newest complete data, and %1 does not serve: this node serves.</source>
        <translation>Ce nœud a les données complètes les plus récentes, et %1 n&apos;assure pas le service&#xa0;: ce nœud assure le service.</translation>
    </message>
    <message>
        <source>This node holds the newest complete data and hears %1, but %1 does not answer: the connection carries from it to this node only. Repair the connection; or stop the engine of %1 and force this node to serve.</source>
        <translation>Ce nœud a les données complètes les plus récentes et reçoit les signaux de %1, mais %1 ne répond pas&#xa0;: la liaison ne passe que de lui vers ce nœud. Réparez la liaison&#xa0;; ou arrêtez le moteur de %1 et forcez ce nœud à assurer le service.</translation>
    </message>
    <message>
        <source>This node holds the newest complete data and waits for the word of %1 that it does not take over.</source>
        <translation>Ce nœud a les données complètes les plus récentes et attend que %1 confirme qu&apos;il ne reprend pas le service.</translation>
    </message>
    <message>
        <source>Neither this node nor %1 holds data. Configure the node that has the data as the primary one.</source>
        <translation>Ni ce nœud ni %1 n&apos;ont de données. Configurez comme primaire le nœud qui a les données.</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data and is stopped. Start it; or force this node to serve, which loses what only %1 has.</source>
        <translation>%1 a les données complètes les plus récentes et est arrêté. Démarrez-le&#xa0;; ou forcez ce nœud à assurer le service, ce qui perd ce que seul %1 possède.</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data and waits for a decision. Look at its state first.</source>
        <translation>%1 a les données complètes les plus récentes et attend une décision. Consultez d&apos;abord son état.</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data: this node waits until it serves.</source>
        <translation>%1 a les données complètes les plus récentes&#xa0;: ce nœud attend qu&apos;il assure le service.</translation>
    </message>
    <message>
        <source>Neither the copy here nor that of %1 is complete. Force the node with the better one to serve.</source>
        <translation>Ni la copie locale ni celle de %1 n&apos;est complète. Forcez le nœud qui a la meilleure à assurer le service.</translation>
    </message>
    <message>
        <source>Both nodes served without the other: each has changes that the other lacks. Force the one to serve whose data is to stay; the copy of the other is kept beside.</source>
        <translation>Les deux nœuds ont assuré le service l&apos;un sans l&apos;autre&#xa0;: chacun a des modifications que l&apos;autre n&apos;a pas. Forcez à assurer le service celui dont les données doivent rester&#xa0;; la copie de l&apos;autre sera conservée à part.</translation>
    </message>
    <message>
        <source>The newest data is that of %1, but its copy is not complete. Force this node to serve, which loses what it lacks.</source>
        <translation>Les données les plus récentes sont celles de %1, mais sa copie n&apos;est pas complète. Forcez ce nœud à assurer le service, ce qui perd ce qui lui manque.</translation>
    </message>
    <message>
        <source>This node was started to come up as SECOND, and %1 is silent. Start the module to let this node serve.</source>
        <translation>Ce nœud a été démarré pour devenir SECOND, et %1 est muet. Démarrez le module pour que ce nœud puisse assurer le service.</translation>
    </message>
    <message>
        <source>%1 is silent, and this node served alone last, so no other copy is newer: this node serves.</source>
        <translation>%1 est muet, et ce nœud a assuré seul le service en dernier, aucune autre copie n&apos;est donc plus récente&#xa0;: ce nœud assure le service.</translation>
    </message>
    <message>
        <source>This node holds no data and waits for %1, last seen %2. Start it.</source>
        <translation>Ce nœud n&apos;a pas de données et attend %1 (dernier contact&#xa0;: %2). Démarrez-le.</translation>
    </message>
    <message>
        <source>The copy here is incomplete: its synchronisation from %1, last seen %2, did not end. Start that node.</source>
        <translation>La copie locale est incomplète&#xa0;: sa synchronisation à partir de %1 (dernier contact&#xa0;: %2) n&apos;a pas abouti. Démarrez ce nœud-là.</translation>
    </message>
    <message>
        <source>%1, last seen %2, may hold newer data. Start it; or force this node to serve, which loses what only %1 has.</source>
        <translation>%1 (dernier contact&#xa0;: %2) a peut-être des données plus récentes. Démarrez-le&#xa0;; ou forcez ce nœud à assurer le service, ce qui perd ce que seul %1 possède.</translation>
    </message>
    <message>
        <source>The diverged copy is kept beside: this node is now synchronised from %1.</source>
        <translation>La copie divergente est conservée à part&#xa0;: ce nœud est maintenant synchronisé à partir de %1.</translation>
    </message>
    <message>
        <source>The diverged copy could not be kept beside (%1), so it is not touched. Make room for it; this node tries again.</source>
        <translation>La copie divergente n&apos;a pas pu être conservée à part (%1), elle reste donc intacte. Libérez de l&apos;espace pour elle&#xa0;; ce nœud réessaie.</translation>
    </message>
    <message>
        <source>A request is refused: a copy is being kept beside.</source>
        <translation>Demande refusée&#xa0;: une copie est en train d&apos;être conservée à part.</translation>
    </message>
    <message>
        <source>The engine was told to end: this node is no standby until the engine is started again.</source>
        <translation>Le moteur a reçu l&apos;ordre de s&apos;arrêter&#xa0;: ce nœud n&apos;est plus nœud de secours jusqu&apos;au redémarrage du moteur.</translation>
    </message>
    <message>
        <source>%1 forced this node to take over; it holds every acknowledged change.</source>
        <translation>%1 a forcé ce nœud à reprendre le service&#xa0;; ce nœud a toutes les modifications confirmées.</translation>
    </message>
    <message>
        <source>%1 forced this node to take over what the other one handed over; nothing is lost by it.</source>
        <translation>%1 a forcé ce nœud à reprendre le service que l&apos;autre lui a remis&#xa0;; rien n&apos;est perdu.</translation>
    </message>
    <message>
        <source>A forced start is refused: this node has not yet given %1 up.</source>
        <translation>Démarrage forcé refusé&#xa0;: ce nœud ne considère pas encore %1 comme perdu.</translation>
    </message>
    <message>
        <source>A start is refused: this node is SECOND.</source>
        <translation>Démarrage refusé&#xa0;: ce nœud est SECOND.</translation>
    </message>
    <message>
        <source>A request is refused: this node is SECOND. Ask %1.</source>
        <translation>Demande refusée&#xa0;: ce nœud est SECOND. Adressez-la à %1.</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms: until %2 says that the copy here is still in sync, it does not take over.</source>
        <translation>Ce nœud est resté figé pendant %1 ms&#xa0;: tant que %2 n&apos;a pas dit que la copie locale est toujours synchrone, il ne reprend pas le service.</translation>
    </message>
    <message>
        <source>%1 goes on without this copy: it is not uptodate until it has been synchronised again.</source>
        <translation>%1 continue sans cette copie&#xa0;: elle n&apos;est pas uptodate tant qu&apos;elle n&apos;a pas été resynchronisée.</translation>
    </message>
    <message>
        <source>%1 handed over and becomes the standby: this node serves.</source>
        <translation>%1 a passé la main et devient le nœud de secours&#xa0;: ce nœud assure le service.</translation>
    </message>
    <message>
        <source>%1 stopped serving and handed over: this node takes over.</source>
        <translation>%1 a cessé d&apos;assurer le service et a passé la main&#xa0;: ce nœud reprend le service.</translation>
    </message>
    <message>
        <source>%1 stopped serving. Failover is off: this node does not take over by itself. Start %1, or force this node; nothing is lost by it.</source>
        <translation>%1 a cessé d&apos;assurer le service. Le basculement est désactivé&#xa0;: ce nœud ne reprend pas le service de lui-même. Démarrez %1, ou forcez ce nœud&#xa0;; rien n&apos;est perdu.</translation>
    </message>
    <message>
        <source>The engine of %1 died and was started again; this node holds every acknowledged change and takes over.</source>
        <translation>Le moteur de %1 s&apos;est arrêté brutalement et a été redémarré&#xa0;; ce nœud a toutes les modifications confirmées et reprend le service.</translation>
    </message>
    <message>
        <source>The engine of %1 was started again: this copy is not uptodate until it has been synchronised again.</source>
        <translation>Le moteur de %1 a été redémarré&#xa0;: cette copie n&apos;est pas uptodate tant qu&apos;elle n&apos;a pas été resynchronisée.</translation>
    </message>
    <message>
        <source>%1 says that the copy here is still in sync: this node may take over.</source>
        <translation>%1 dit que la copie locale est toujours synchrone&#xa0;: ce nœud peut reprendre le service.</translation>
    </message>
    <message>
        <source>The stream from %1 ended and did not come back: this copy is not uptodate until it has been synchronised again.</source>
        <translation>Le flux venant de %1 s&apos;est interrompu et n&apos;est pas revenu&#xa0;: cette copie n&apos;est pas uptodate tant qu&apos;elle n&apos;a pas été resynchronisée.</translation>
    </message>
    <message>
        <source>%1 gave the synchronisation of this copy up; it begins another.</source>
        <translation>%1 a abandonné la synchronisation de cette copie&#xa0;; il en commence une autre.</translation>
    </message>
    <message>
        <source>%1 serves another history than the one of the copy here.</source>
        <translation>%1 assure le service sur un autre historique que celui de la copie locale.</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here: it is not taken over.</source>
        <translation>%1 assure le service avec des données plus anciennes que la copie locale&#xa0;: elles ne sont pas reprises.</translation>
    </message>
    <message>
        <source>%1 no longer serves: this node asks what it holds.</source>
        <translation>%1 n&apos;assure plus le service&#xa0;: ce nœud lui demande ce qu&apos;il contient.</translation>
    </message>
    <message>
        <source>The engine of %1 died and its fence confirms that nothing of it is left; this node holds every acknowledged change and takes over.</source>
        <translation>Le moteur de %1 s&apos;est arrêté brutalement et sa garde (isolement) confirme qu&apos;il n&apos;en reste rien&#xa0;; ce nœud a toutes les modifications confirmées et reprend le service.</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s on every network, and this node holds every acknowledged change: it takes over.</source>
        <translation>%1 est muet depuis %2 s sur tous les réseaux, et ce nœud a toutes les modifications confirmées&#xa0;: ce nœud reprend le service.</translation>
    </message>
    <message>
        <source>%1 is silent. Failover is off: this node does not take over by itself. Force it to serve; nothing is lost by it.</source>
        <translation>%1 est muet. Le basculement est désactivé&#xa0;: ce nœud ne reprend pas le service de lui-même. Forcez-le à assurer le service&#xa0;; rien n&apos;est perdu.</translation>
    </message>
    <message>
        <source>%1 is silent since this node did not run for a while, and may have gone on without it.</source>
        <translation>%1 est muet depuis que ce nœud est resté figé un moment, et a peut-être continué sans lui.</translation>
    </message>
    <message>
        <source>%1 is silent, and the copy here is not uptodate: this node does not take over.</source>
        <translation>%1 est muet, et la copie locale n&apos;est pas uptodate&#xa0;: ce nœud ne reprend pas le service.</translation>
    </message>
    <message>
        <source>%1 connected to synchronise this copy.</source>
        <translation>%1 s&apos;est connecté pour synchroniser cette copie.</translation>
    </message>
    <message>
        <source>A session that was given up, or of an engine not heard yet, is closed.</source>
        <translation>Une session abandonnée, ou d&apos;un moteur encore jamais entendu, est fermée.</translation>
    </message>
    <message>
        <source>%1 serves another history than the one of the copy here, which is not overwritten.</source>
        <translation>%1 assure le service sur un autre historique que celui de la copie locale, qui n&apos;est pas écrasée.</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here, which is not overwritten.</source>
        <translation>%1 assure le service avec des données plus anciennes que la copie locale, qui n&apos;est pas écrasée.</translation>
    </message>
    <message>
        <source>This copy is being synchronised from %1.</source>
        <translation>Cette copie est en cours de synchronisation à partir de %1.</translation>
    </message>
    <message>
        <source>This copy is complete; %1 records it.</source>
        <translation>Cette copie est complète&#xa0;; %1 l&apos;enregistre.</translation>
    </message>
    <message>
        <source>This copy is uptodate: this node takes over if %1 fails.</source>
        <translation>Cette copie est uptodate&#xa0;: ce nœud reprend le service si %1 tombe en panne.</translation>
    </message>
    <message>
        <source>Word of a session that was given up is not heeded.</source>
        <translation>Un message d&apos;une session abandonnée est ignoré.</translation>
    </message>
    <message>
        <source>The disk of this node is full (%2), so it cannot follow %1. Make room; it tries again by itself.</source>
        <translation>Le disque de ce nœud est plein (%2), il ne peut donc pas suivre %1. Libérez de l&apos;espace&#xa0;; ce nœud réessaie de lui-même.</translation>
    </message>
    <message>
        <source>The stream from %1 ended (%2); its next word decides.</source>
        <translation>Le flux venant de %1 s&apos;est interrompu (%2)&#xa0;; son prochain message décidera.</translation>
    </message>
    <message>
        <source>The synchronisation from %1 broke off (%2); it is resumed.</source>
        <translation>La synchronisation à partir de %1 a été interrompue (%2)&#xa0;; elle reprend.</translation>
    </message>
    <message>
        <source>This node cannot receive data: %1. It tries again by itself.</source>
        <translation>Ce nœud ne peut pas recevoir de données&#xa0;: %1. Il réessaie de lui-même.</translation>
    </message>
    <message>
        <source>This node tries again to receive data.</source>
        <translation>Ce nœud essaie de nouveau de recevoir des données.</translation>
    </message>
    <message>
        <source>This node asks again to be synchronised.</source>
        <translation>Ce nœud redemande à être synchronisé.</translation>
    </message>
    <message>
        <source>This node is being stopped already.</source>
        <translation>Ce nœud est déjà en cours d&apos;arrêt.</translation>
    </message>
    <message>
        <source>Nothing is received any more: this node is stopped.</source>
        <translation>Plus rien n&apos;est reçu&#xa0;: ce nœud est arrêté.</translation>
    </message>
    <message>
        <source>Nothing is received any more: this node asks %1 what it holds.</source>
        <translation>Plus rien n&apos;est reçu&#xa0;: ce nœud demande à %1 ce qu&apos;il contient.</translation>
    </message>
    <message>
        <source>A request is refused: this node is changing its part.</source>
        <translation>Demande refusée&#xa0;: ce nœud est en train de changer de rôle.</translation>
    </message>
    <message>
        <source>%1 is there and went on without this copy: this node does not take over.</source>
        <translation>%1 est présent et a continué sans cette copie&#xa0;: ce nœud ne reprend pas le service.</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms while it was taking over: it asks %2 first.</source>
        <translation>Ce nœud est resté figé pendant %1 ms alors qu&apos;il reprenait le service&#xa0;: il interroge d&apos;abord %2.</translation>
    </message>
    <message>
        <source>This node waits for %1 to become its standby before the application starts.</source>
        <translation>Ce nœud attend que %1 devienne son nœud de secours avant le démarrage de l&apos;application.</translation>
    </message>
    <message>
        <source>It is recorded that this node serves without %1.</source>
        <translation>Il est enregistré que ce nœud assure le service sans %1.</translation>
    </message>
    <message>
        <source>%1 serves as well. It stays and this node gives way; what only this node has is kept beside.</source>
        <translation>%1 assure aussi le service. Il reste en place et ce nœud s&apos;efface&#xa0;; ce que seul ce nœud possède est conservé à part.</translation>
    </message>
    <message>
        <source>%1 took over meanwhile and holds newer data: this node stops serving.</source>
        <translation>%1 a repris le service entre-temps et a des données plus récentes&#xa0;: ce nœud cesse d&apos;assurer le service.</translation>
    </message>
    <message>
        <source>%1 served as well (split brain). This node stays; %1 gives way, and what only it has is kept beside.</source>
        <translation>%1 assurait aussi le service&#xa0;: double service (split brain). Ce nœud reste en place&#xa0;; %1 s&apos;efface, et ce que lui seul possède est conservé à part.</translation>
    </message>
    <message>
        <source>This node connects to %1, its standby to be.</source>
        <translation>Ce nœud se connecte à %1, son futur nœud de secours.</translation>
    </message>
    <message>
        <source>%1 is the standby and holds the same data: this node serves.</source>
        <translation>%1 est le nœud de secours et a les mêmes données&#xa0;: ce nœud assure le service.</translation>
    </message>
    <message>
        <source>The connection to %1 broke off (%2); this node tries again.</source>
        <translation>La connexion à %1 a été interrompue (%2)&#xa0;; ce nœud réessaie.</translation>
    </message>
    <message>
        <source>%1 did not become the standby in time: this node serves without it.</source>
        <translation>%1 n&apos;est pas devenu nœud de secours à temps&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 fell silent during the swap: this node serves without it.</source>
        <translation>%1 est devenu muet pendant la permutation&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 is not going to be the standby: this node serves without it.</source>
        <translation>%1 ne sera pas le nœud de secours&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 wants to be the standby: it is being synchronised.</source>
        <translation>%1 demande à être le nœud de secours&#xa0;: il est en cours de synchronisation.</translation>
    </message>
    <message>
        <source>%1 holds the same data: every acknowledged change is now on both nodes.</source>
        <translation>%1 a les mêmes données&#xa0;: toute modification confirmée est maintenant sur les deux nœuds.</translation>
    </message>
    <message>
        <source>%1 finished its synchronisation but is silent: this node goes on without it.</source>
        <translation>%1 a terminé sa synchronisation mais est muet&#xa0;: ce nœud continue sans lui.</translation>
    </message>
    <message>
        <source>The synchronisation of %1 broke off at its very end (%2): this node begins a new generation.</source>
        <translation>La synchronisation de %1 a été interrompue tout à la fin (%2)&#xa0;: ce nœud commence une nouvelle génération.</translation>
    </message>
    <message>
        <source>The synchronisation of %1 broke off (%2); it is tried again.</source>
        <translation>La synchronisation de %1 a été interrompue (%2)&#xa0;; nouvelle tentative.</translation>
    </message>
    <message>
        <source>%1 gave its synchronisation up; it is tried again.</source>
        <translation>%1 a abandonné sa synchronisation&#xa0;; nouvelle tentative.</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms. %2 is recorded outdated and cannot have served by itself: this node goes on.</source>
        <translation>Ce nœud est resté figé pendant %1 ms. La copie de %2 est enregistrée comme périmée, il n&apos;a donc pas pu assurer le service de lui-même&#xa0;: ce nœud continue.</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms, so %2 may have taken over: it acknowledges nothing and asks first.</source>
        <translation>Ce nœud est resté figé pendant %1 ms, %2 a donc pu reprendre le service&#xa0;: ce nœud ne confirme rien et l&apos;interroge d&apos;abord.</translation>
    </message>
    <message>
        <source>%1 is no longer the standby and knows it: this node serves without it.</source>
        <translation>%1 n&apos;est plus le nœud de secours et le sait&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s on every network: this node serves without it.</source>
        <translation>%1 est muet depuis %2 s sur tous les réseaux&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) and it is silent: this node serves without it.</source>
        <translation>Le flux vers %1 s&apos;est interrompu (%2) et l&apos;autre nœud est muet&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2): this node goes on alone as soon as the other one knows it, or is silent.</source>
        <translation>Le flux vers %1 s&apos;est interrompu (%2)&#xa0;: ce nœud continuera seul dès que l&apos;autre le saura, ou sera muet.</translation>
    </message>
    <message>
        <source>%1 knows that it is outdated: this node serves without it.</source>
        <translation>%1 sait que sa copie est périmée&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s: this node serves without it.</source>
        <translation>%1 est muet depuis %2 s&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) while this node asks.</source>
        <translation>Le flux vers %1 s&apos;est interrompu (%2) pendant que ce nœud l&apos;interrogeait.</translation>
    </message>
    <message>
        <source>%1 has served nothing and knows that it is outdated: this node serves without it.</source>
        <translation>%1 n&apos;a pas assuré le service et sait que sa copie est périmée&#xa0;: ce nœud assure le service sans lui.</translation>
    </message>
    <message>
        <source>%1 has served nothing and is still the standby: this node goes on.</source>
        <translation>%1 n&apos;a pas assuré le service et est toujours le nœud de secours&#xa0;: ce nœud continue.</translation>
    </message>
    <message>
        <source>%1 has served nothing: this node goes on alone as soon as the other one knows it.</source>
        <translation>%1 n&apos;a pas assuré le service&#xa0;: ce nœud continuera seul dès que l&apos;autre le saura.</translation>
    </message>
    <message>
        <source>%1 may have taken over while this node did not run, and is silent: this node stops serving.</source>
        <translation>%1 a pu reprendre le service pendant que ce nœud était figé, et il est muet&#xa0;: ce nœud cesse d&apos;assurer le service.</translation>
    </message>
    <message>
        <source>The folder is open and is being mounted.</source>
        <translation>Le dossier est ouvert, son montage est en cours.</translation>
    </message>
    <message>
        <source>The folder is mounted: the services start.</source>
        <translation>Le dossier est monté&#xa0;: les services démarrent.</translation>
    </message>
    <message>
        <source>The services are started: the checkers look at them.</source>
        <translation>Les services sont démarrés&#xa0;: les vérifications les contrôlent.</translation>
    </message>
    <message>
        <source>The application answers.</source>
        <translation>L&apos;application répond.</translation>
    </message>
    <message>
        <source>The virtual address is on this node.</source>
        <translation>L&apos;adresse IP virtuelle est sur ce nœud.</translation>
    </message>
    <message>
        <source>The replicated folder failed (%2): this node hands over to %1 and stops.</source>
        <translation>Le dossier répliqué est en panne (%2)&#xa0;: ce nœud passe la main à %1 et s&apos;arrête.</translation>
    </message>
    <message>
        <source>The replicated folder failed (%1), and no other node can take over: this node stops. Repair it and start it again.</source>
        <translation>Le dossier répliqué est en panne (%1), et aucun autre nœud ne peut reprendre le service&#xa0;: ce nœud s&apos;arrête. Réparez le dossier, puis démarrez de nouveau ce nœud.</translation>
    </message>
    <message>
        <source>The application failed (%1): it is started again, attempt %2 of %3.</source>
        <translation>L&apos;application est en panne (%1)&#xa0;: elle est redémarrée, tentative %2 sur %3.</translation>
    </message>
    <message>
        <source>The application failed too often (%2): this node hands over to %1 and stops.</source>
        <translation>L&apos;application est tombée en panne trop souvent (%2)&#xa0;: ce nœud passe la main à %1 et s&apos;arrête.</translation>
    </message>
    <message>
        <source>The application failed too often (%1), and no other node can take over: this node stops. Repair the application and start it again.</source>
        <translation>L&apos;application est tombée en panne trop souvent (%1), et aucun autre nœud ne peut reprendre le service&#xa0;: ce nœud s&apos;arrête. Réparez l&apos;application, puis démarrez de nouveau ce nœud.</translation>
    </message>
    <message>
        <source>The services are stopped and start again.</source>
        <translation>Les services sont arrêtés et redémarrent.</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1), so it cannot be started again: this node stops.</source>
        <translation>Des processus de l&apos;application ont été tués et ne meurent pas (%1), elle ne peut donc pas être redémarrée&#xa0;: ce nœud s&apos;arrête.</translation>
    </message>
    <message>
        <source>The services did not stop within %1 s: they are killed.</source>
        <translation>Les services ne se sont pas arrêtés en %1 s&#xa0;: ils sont tués.</translation>
    </message>
    <message>
        <source>The virtual address cannot be had here (%2): this node hands over to %1 and stops.</source>
        <translation>L&apos;adresse IP virtuelle ne peut pas être prise ici (%2)&#xa0;: ce nœud passe la main à %1 et s&apos;arrête.</translation>
    </message>
    <message>
        <source>The virtual address cannot be had (%1): this node tries again by itself.</source>
        <translation>L&apos;adresse IP virtuelle ne peut pas être prise (%1)&#xa0;: ce nœud réessaie de lui-même.</translation>
    </message>
    <message>
        <source>%1 asked for a swap: this node stops the application and hands over.</source>
        <translation>%1 a demandé une permutation&#xa0;: ce nœud arrête l&apos;application et passe la main.</translation>
    </message>
    <message>
        <source>A swap is refused: %1 does not hold all data yet.</source>
        <translation>Permutation refusée&#xa0;: %1 n&apos;a pas encore toutes les données.</translation>
    </message>
    <message>
        <source>%1 stopped the module, whose writes were waiting: nothing of them was acknowledged.</source>
        <translation>%1 a arrêté le module alors que des écritures étaient en attente&#xa0;: aucune n&apos;a été confirmée.</translation>
    </message>
    <message>
        <source>The engine was told to end while writes were waiting: nothing of them was acknowledged.</source>
        <translation>Le moteur a reçu l&apos;ordre de s&apos;arrêter alors que des écritures étaient en attente&#xa0;: aucune n&apos;a été confirmée.</translation>
    </message>
    <message>
        <source>The engine was told to end: this node stops the application and hands over if %1 holds all data.</source>
        <translation>Le moteur a reçu l&apos;ordre de s&apos;arrêter&#xa0;: ce nœud arrête l&apos;application et passe la main si %1 a toutes les données.</translation>
    </message>
    <message>
        <source>%1 asked for a restart of the services.</source>
        <translation>%1 a demandé un redémarrage des services.</translation>
    </message>
    <message>
        <source>A restart is refused: the services are only starting.</source>
        <translation>Redémarrage refusé&#xa0;: les services sont encore en train de démarrer.</translation>
    </message>
    <message>
        <source>A start is refused: this node serves.</source>
        <translation>Démarrage refusé&#xa0;: ce nœud assure le service.</translation>
    </message>
    <message>
        <source>The virtual address is tried again.</source>
        <translation>Nouvelle tentative de prendre l&apos;adresse IP virtuelle.</translation>
    </message>
    <message>
        <source>The engine was told to end: this node does not go on after it has stopped serving.</source>
        <translation>Le moteur a reçu l&apos;ordre de s&apos;arrêter&#xa0;: ce nœud ne continue pas après avoir cessé d&apos;assurer le service.</translation>
    </message>
    <message>
        <source>A request is refused: this node is stopping.</source>
        <translation>Demande refusée&#xa0;: ce nœud est en cours d&apos;arrêt.</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) before this node had handed over: the swap is broken off.</source>
        <translation>Le flux vers %1 s&apos;est interrompu (%2) avant que ce nœud ait passé la main&#xa0;: la permutation est abandonnée.</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1), and the folder is not closed yet.</source>
        <translation>Des processus de l’application ont été tués et ne se terminent pas (%1), et le dossier n’est pas encore fermé.</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1): the address and the folder are taken away from them.</source>
        <translation>Des processus de l&apos;application ont été tués et ne meurent pas (%1)&#xa0;: l&apos;adresse et le dossier leur sont retirés.</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1). This node kills them again and again; until they are gone it neither stops nor hands over. If they stay, restart this computer.</source>
        <translation>Des processus de l&apos;application ont été tués et ne meurent pas (%1). Ce nœud les tue encore et encore&#xa0;; tant qu&apos;ils sont là, il ne s&apos;arrête pas et ne passe pas la main. S&apos;ils restent, redémarrez cet ordinateur.</translation>
    </message>
    <message>
        <source>The folder was closed by force and does not close: its disk does not answer. The engine ends itself, so that %1 hears nothing any more and can take over. Look at the disk of this computer.</source>
        <translation>La fermeture forcée du dossier n&apos;aboutit pas&#xa0;: son disque ne répond pas. Le moteur s&apos;arrête de lui-même, pour que %1 n&apos;entende plus rien et puisse reprendre le service. Contrôlez le disque de cet ordinateur.</translation>
    </message>
    <message>
        <source>The folder was closed by force and does not close: its disk does not answer. Nothing is acknowledged any more, and no other node can take over. Look at the disk of this computer; if it stays so, restart the computer.</source>
        <translation>Le dossier a été fermé de force et ne se ferme pas&#xa0;: son disque ne répond pas. Plus rien n’est confirmé, et aucun autre nœud ne peut reprendre le service. Vérifiez le disque de cet ordinateur&#xa0;; si rien ne change, redémarrez l’ordinateur.</translation>
    </message>
    <message>
        <source>What survived is killed again.</source>
        <translation>Ce qui a survécu est tué de nouveau.</translation>
    </message>
    <message>
        <source>Closing does not end by itself: it is forced. The address goes first, then the folder, then the services.</source>
        <translation>La fermeture ne se termine pas d&apos;elle-même&#xa0;: elle est forcée. D&apos;abord l&apos;adresse, puis le dossier, puis les services.</translation>
    </message>
    <message>
        <source>Everything is closed here, and %1 holds all of it: it serves from now on.</source>
        <translation>Tout est fermé ici, et %1 a toutes les données&#xa0;: il assure désormais le service.</translation>
    </message>
    <message>
        <source>The swap is broken off: this node asks %1 what it holds and serves again if it can.</source>
        <translation>La permutation est abandonnée&#xa0;: ce nœud demande à %1 ce qu&apos;il contient et assure de nouveau le service s&apos;il le peut.</translation>
    </message>
    <message>
        <source>Everything is closed here, and %1 holds all of it: this node is stopped.</source>
        <translation>Tout est fermé ici, et %1 a toutes les données&#xa0;: ce nœud est arrêté.</translation>
    </message>
    <message>
        <source>Everything is closed: this node is stopped.</source>
        <translation>Tout est fermé&#xa0;: ce nœud est arrêté.</translation>
    </message>
    <message>
        <source>Everything is closed: this node asks %1 what it holds.</source>
        <translation>Tout est fermé&#xa0;: ce nœud demande à %1 ce qu&apos;il contient.</translation>
    </message>
    <message>
        <source>Closing goes on with the next part.</source>
        <translation>La fermeture continue avec la partie suivante.</translation>
    </message>
</context>
</TS>
