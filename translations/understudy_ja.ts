<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>Words</name>
    <message>
        <source>Looks at and acts on the nodes of an Understudy cluster.</source>
        <translation>Understudyクラスターのノードの状態を表示し、操作します。</translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation>バージョンを表示します</translation>
    </message>
    <message>
        <source>Show this help; also behind a word: understudyctl swap --help</source>
        <translation>このヘルプを表示します。コマンドの後にも指定できます: understudyctl swap --help</translation>
    </message>
    <message>
        <source>Answer in JSON, for scripts</source>
        <translation>スクリプト用にJSONで出力します</translation>
    </message>
    <message>
        <source>The engine&apos;s socket</source>
        <translation>エンジンのソケット</translation>
    </message>
    <message>
        <source>Exit status: 0 done, 1 refused or failed, 2 wrong use.</source>
        <translation>終了ステータス: 0 完了、1 拒否または失敗、2 使用方法の誤り。</translation>
    </message>
    <message>
        <source>Why this node is in its state, and what can happen next</source>
        <translation>このノードが現在の状態である理由と、今後起こりうる動作を表示します</translation>
    </message>
    <message>
        <source>The state of both nodes</source>
        <translation>両方のノードの状態を表示します</translation>
    </message>
    <message>
        <source>Go on showing it as it changes</source>
        <translation>変化に応じて表示を続けます</translation>
    </message>
    <message>
        <source>Start the module on this node (or --node)</source>
        <translation>このノード(または--nodeのノード)のモジュールを起動します</translation>
    </message>
    <message>
        <source>Stop the module on this node (or --node)</source>
        <translation>このノード(または--nodeのノード)のモジュールを停止します</translation>
    </message>
    <message>
        <source>Stop and start the module on this node (or --node)</source>
        <translation>このノード(または--nodeのノード)のモジュールを停止してから起動します</translation>
    </message>
    <message>
        <source>Exchange PRIM and SECOND; nothing is lost</source>
        <translation>PRIMとSECONDを切り替えます。データの損失はありません</translation>
    </message>
    <message>
        <source>Start from the data of this node (or --node), although the other may have newer</source>
        <translation>相手ノードのデータの方が新しい可能性があっても、このノード(または--nodeのノード)のデータで起動します</translation>
    </message>
    <message>
        <source>The node that shall do it</source>
        <translation>実行するノード</translation>
    </message>
    <message>
        <source>Do not ask again</source>
        <translation>確認を求めません</translation>
    </message>
    <message>
        <source>What happened (module), what the services printed (application), who asked for what (commands)</source>
        <translation>動作の経過(module)、サービスの出力(application)、要求の履歴(commands)を表示します</translation>
    </message>
    <message>
        <source>module, application or commands</source>
        <translation>module、application、commandsのいずれか</translation>
    </message>
    <message>
        <source>All lines, also those of little interest</source>
        <translation>重要度の低い行も含め、すべての行を表示します</translation>
    </message>
    <message>
        <source>Go on with each new line</source>
        <translation>新しい行を表示し続けます</translation>
    </message>
    <message>
        <source>How many lines</source>
        <translation>表示する行数</translation>
    </message>
    <message>
        <source>Only lines behind the one of this id</source>
        <translation>指定したIDの行より後の行だけを表示します</translation>
    </message>
    <message>
        <source>The settings of this node</source>
        <translation>このノードの設定</translation>
    </message>
    <message>
        <source>Name everything that is wrong in a settings file</source>
        <translation>設定ファイルの誤りをすべて表示します</translation>
    </message>
    <message>
        <source>The settings file; - for standard input</source>
        <translation>設定ファイル。標準入力の場合は-</translation>
    </message>
    <message>
        <source>Make this computer a node of the cluster that the file describes</source>
        <translation>このコンピューターを、ファイルに記述されたクラスターのノードにします</translation>
    </message>
    <message>
        <source>FILE; this computer is node1: its data counts at first</source>
        <translation>FILE。このコンピューターをnode1にします。最初はこのコンピューターのデータが有効です</translation>
    </message>
    <message>
        <source>FILE; this computer is node2: its data is overwritten at first</source>
        <translation>FILE。このコンピューターをnode2にします。最初にこのコンピューターのデータは上書きされます</translation>
    </message>
    <message>
        <source>The settings in force</source>
        <translation>適用中の設定を表示します</translation>
    </message>
    <message>
        <source>Set the password of admin, who logs in from afar</source>
        <translation>リモートからログインするadminのパスワードを設定します</translation>
    </message>
    <message>
        <source>Read it from standard input, instead of asking twice</source>
        <translation>2回入力する代わりに、標準入力から読み込みます</translation>
    </message>
    <message>
        <source>it is larger than 1 MiB</source>
        <translation>サイズが1 MiBを超えています</translation>
    </message>
    <message>
        <source>The settings are good.</source>
        <translation>設定に問題はありません。</translation>
    </message>
    <message>
        <source>The settings are in force. Start the module: understudyctl start</source>
        <translation>設定を適用しました。モジュールを起動してください: understudyctl start</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s); nothing was applied.</source>
        <translation>
            <numerusform>問題が%n件あります。何も適用されていません。</numerusform>
        </translation>
    </message>
    <message>
        <source>
What can happen from here:</source>
        <translation>
今後起こりうる動作:</translation>
    </message>
    <message>
        <source>Of the console. With http the cluster&apos;s password takes the code&apos;s place</source>
        <translation>コンソールのプロトコル。httpの場合は、セキュリティコードの代わりにクラスターのパスワードを使用します</translation>
    </message>
    <message>
        <source>Make a cluster of two computers: node2, then node1</source>
        <translation>2台のコンピューターをクラスターにします。node2、node1の順に実行します</translation>
    </message>
    <message>
        <source>Start both nodes, once they are joined</source>
        <translation>結合の完了後、両方のノードを起動します</translation>
    </message>
    <message>
        <source>Give the joining up: both nodes as before</source>
        <translation>結合を中止し、両方のノードを元の状態に戻します</translation>
    </message>
    <message>
        <source>Although the other node cannot be asked and will never return</source>
        <translation>相手ノードに確認できず、復帰の見込みがない場合でも実行します</translation>
    </message>
    <message>
        <source>Where the joining stands, and what to do</source>
        <translation>結合の進行状況と、次に行う操作を表示します</translation>
    </message>
    <message>
        <source>What the cluster needs, and how to get it</source>
        <translation>クラスターの前提条件と、満たす方法を表示します</translation>
    </message>
    <message>
        <source>The id of one that the engine shall put right</source>
        <translation>エンジンに修正させる項目のID</translation>
    </message>
    <message>
        <source>On node2: open TCP port 9001 and show a security code; its data is overwritten</source>
        <translation>node2で実行: TCPポート9001を開き、セキュリティコードを表示します。node2のデータは上書きされます</translation>
    </message>
    <message>
        <source>http: read the password from standard input</source>
        <translation>http: パスワードを標準入力から読み込みます</translation>
    </message>
    <message>
        <source>On node1: join with node2; the data of this computer counts</source>
        <translation>node1で実行: node2と結合します。このコンピューターのデータが有効です</translation>
    </message>
    <message>
        <source>Name or IPv4 address of node2</source>
        <translation>node2の名前またはIPv4アドレス</translation>
    </message>
    <message>
        <source>The security code that node2 shows</source>
        <translation>node2に表示されたセキュリティコード</translation>
    </message>
    <message>
        <source>Read the code, or the password, from standard input</source>
        <translation>コードまたはパスワードを標準入力から読み込みます</translation>
    </message>
    <message>
        <source>A free IPv4 address of the nodes&apos; subnet</source>
        <translation>ノードのサブネット内の未使用のIPv4アドレス</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>保護対象</translation>
    </message>
    <message>
        <source>Of the module; usually the template&apos;s</source>
        <translation>モジュール名。通常はテンプレートの名前です</translation>
    </message>
    <message>
        <source>To be replicated; may be repeated</source>
        <translation>複製するフォルダー。複数回指定できます</translation>
    </message>
    <message>
        <source>A systemd unit to be started; may be repeated</source>
        <translation>起動するsystemdユニット。複数回指定できます</translation>
    </message>
    <message>
        <source>A settings file instead of a template; without nodes</source>
        <translation>テンプレートの代わりに使う設定ファイル。ノードの設定は含めません</translation>
    </message>
    <message>
        <source>The code is good for %1 and %2 tries.</source>
        <translation>コードの有効期限は残り%1、入力できる回数は残り%2回です。</translation>
    </message>
    <message>
        <source>Password of the cluster: </source>
        <translation>クラスターのパスワード: </translation>
    </message>
    <message>
        <source>Nobody can be asked here. Use --stdin to read it from a program.</source>
        <translation>ここでは対話入力ができません。プログラムから読み込む場合は--stdinを使用してください。</translation>
    </message>
    <message>
        <source>This computer is prepared as node2. Continue on node1: understudyctl join start</source>
        <translation>このコンピューターをnode2として準備しました。node1で続けてください: understudyctl join start</translation>
    </message>
    <message>
        <source>Security code: %1</source>
        <translation>セキュリティコード: %1</translation>
    </message>
    <message>
        <source>Security code of node2: </source>
        <translation>node2のセキュリティコード: </translation>
    </message>
    <message>
        <source>The nodes are joined. Start them: understudyctl join finish</source>
        <translation>ノードを結合しました。ノードを起動してください: understudyctl join finish</translation>
    </message>
    <message>
        <source>The joining is given up.</source>
        <translation>結合を中止しました。</translation>
    </message>
    <message>
        <source>Both nodes are started. Look at them: understudyctl state</source>
        <translation>両方のノードを起動しました。状態を確認してください: understudyctl state</translation>
    </message>
    <message>
        <source>force-start makes %1 serve with the data it has. Changes that only the other node has, confirmed ones too, are then missing for the application; if %1&apos;s copy is incomplete, so is what the application finds.</source>
        <translation>force-startを実行すると、%1は自身のデータでサービスを提供します。相手ノードにしかない変更は、確認済みのものも含めてアプリケーションから失われます。%1のコピーが不完全な場合、アプリケーションのデータも不完全になります。</translation>
    </message>
    <message>
        <source>Refused, because nobody can be asked here. Use --yes if that is what you want.</source>
        <translation>ここでは確認を求められないため拒否しました。実行する場合は--yesを指定してください。</translation>
    </message>
    <message>
        <source>Type yes to go on: </source>
        <translation>続行するにはyesと入力してください: </translation>
    </message>
    <message>
        <source>Nothing was done.</source>
        <translation>何も実行していません。</translation>
    </message>
    <message>
        <source>%1: %2 is done.</source>
        <translation>%1: %2を完了しました。</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1日%2時間</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1時間%2分</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1分%2秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>The password is set. Whoever was logged in has to log in again.</source>
        <translation>パスワードを設定しました。ログイン中のユーザーは、再度ログインする必要があります。</translation>
    </message>
    <message>
        <source>Nobody can be asked here. Use --stdin to read the password from a program.</source>
        <translation>ここでは対話入力ができません。パスワードをプログラムから読み込む場合は--stdinを使用してください。</translation>
    </message>
    <message>
        <source>New password for admin: </source>
        <translation>adminの新しいパスワード: </translation>
    </message>
    <message>
        <source>Once more: </source>
        <translation>もう一度入力: </translation>
    </message>
    <message>
        <source>The two are not the same. Nothing was changed.</source>
        <translation>2回の入力が一致しません。何も変更していません。</translation>
    </message>
    <message>
        <source>A password has to be: %1.</source>
        <translation>パスワードの条件: %1。</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完了しました。</translation>
    </message>
    <message>
        <source>The engine can do it: understudyctl prerequisites --apply %1</source>
        <translation>エンジンで修正できます: understudyctl prerequisites --apply %1</translation>
    </message>
    <message>
        <source>Waiting for it.</source>
        <translation>完了を待っています。</translation>
    </message>
    <message>
        <source>since %1 (%2)</source>
        <translation>%1から(%2経過)</translation>
    </message>
    <message>
        <source>synchronising: %1 of %2 (%3 %), %4/s</source>
        <translation>同期中: %2中%1 (%3 %)、%4/秒</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>、残り%1</translation>
    </message>
    <message>
        <source>; %1 differ, %2 sent</source>
        <translation>; 差分 %1、送信済み %2</translation>
    </message>
    <message>
        <source>holds the virtual IP</source>
        <translation>仮想IPアドレスを保持</translation>
    </message>
    <message>
        <source>heartbeat %1 ms</source>
        <translation>ハートビート %1 ms</translation>
    </message>
    <message>
        <source>standby behind by %1 (%2 ms)</source>
        <translation>待機系の遅れ %1 (%2 ms)</translation>
    </message>
    <message>
        <source>generation %1</source>
        <translation>世代 %1</translation>
    </message>
    <message>
        <source>%1, module %2, virtual IP %3</source>
        <translation>%1、モジュール %2、仮想IPアドレス %3</translation>
    </message>
    <message>
        <source>host %1</source>
        <translation>ホスト %1</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>This needs the other node, which is not known yet.</source>
        <translation>この確認には相手ノードが必要ですが、まだ指定されていません。</translation>
    </message>
    <message>
        <source>Ask again when the nodes are joined.</source>
        <translation>ノードの結合後に、もう一度確認してください。</translation>
    </message>
    <message>
        <source>This node has version %1 of Understudy, and the other one %2.</source>
        <translation>Understudyのバージョンが、このノードでは%1、相手ノードでは%2です。</translation>
    </message>
    <message>
        <source>Install the same version on both.</source>
        <translation>両方のノードに同じバージョンをインストールしてください。</translation>
    </message>
    <message>
        <source>This node runs %1, and the other one %2.</source>
        <translation>オペレーティングシステムが、このノードでは%1、相手ノードでは%2です。</translation>
    </message>
    <message>
        <source>Use the same operating system in the same version on both.</source>
        <translation>両方のノードで、同じオペレーティングシステムの同じバージョンを使用してください。</translation>
    </message>
    <message>
        <source>%1 has no IPv4 address.</source>
        <translation>%1にIPv4アドレスがありません。</translation>
    </message>
    <message>
        <source>Give it a static IPv4 address; the cluster does not use IPv6.</source>
        <translation>固定IPv4アドレスを設定してください。クラスターはIPv6を使用しません。</translation>
    </message>
    <message>
        <source>The address %1 of %2 is leased and may become another one.</source>
        <translation>%2のアドレス%1は自動割り当て(DHCP)のため、変わる可能性があります。</translation>
    </message>
    <message>
        <source>Set it as a static address.</source>
        <translation>固定アドレスとして設定してください。</translation>
    </message>
    <message>
        <source>This computer has %1 addresses; the first one is %2.</source>
        <translation>このコンピューターには%1個のアドレスがあり、最初のアドレスは%2です。</translation>
    </message>
    <message>
        <source>See that its name stands for the address that the other node reaches.</source>
        <translation>このコンピューターの名前が、相手ノードから到達できるアドレスに解決されることを確認してください。</translation>
    </message>
    <message>
        <source>%1 is not in the subnet of %2.</source>
        <translation>%1は%2のサブネットに属していません。</translation>
    </message>
    <message>
        <source>Give both nodes addresses of one subnet.</source>
        <translation>両方のノードに同じサブネットのアドレスを設定してください。</translation>
    </message>
    <message>
        <source>%1 does not answer a ping.</source>
        <translation>%1がpingに応答しません。</translation>
    </message>
    <message>
        <source>Allow inbound ICMP on it.</source>
        <translation>そのコンピューターで受信方向のICMPを許可してください。</translation>
    </message>
    <message>
        <source>The virtual IP address is not known yet.</source>
        <translation>仮想IPアドレスがまだ指定されていません。</translation>
    </message>
    <message>
        <source>The virtual IP %1 is not an IPv4 address.</source>
        <translation>仮想IPアドレス%1はIPv4アドレスではありません。</translation>
    </message>
    <message>
        <source>Choose a free IPv4 address of the nodes&apos; subnet.</source>
        <translation>ノードのサブネット内の未使用のIPv4アドレスを指定してください。</translation>
    </message>
    <message>
        <source>The virtual IP %1 is outside the nodes&apos; subnet (%2).</source>
        <translation>仮想IPアドレス%1はノードのサブネット(%2)の範囲外です。</translation>
    </message>
    <message>
        <source>Choose a free address of this subnet.</source>
        <translation>このサブネット内の未使用のアドレスを指定してください。</translation>
    </message>
    <message>
        <source>The virtual IP %1 is the address of a node.</source>
        <translation>仮想IPアドレス%1はノードのアドレスと同じです。</translation>
    </message>
    <message>
        <source>Choose a free address of the nodes&apos; subnet.</source>
        <translation>ノードのサブネット内の未使用のアドレスを指定してください。</translation>
    </message>
    <message>
        <source>The virtual IP %1 is in use: the computer with the MAC %2 has it.</source>
        <translation>仮想IPアドレス%1は、MACアドレス%2のコンピューターが使用しています。</translation>
    </message>
    <message>
        <source>Choose a free address, or take it away from that computer.</source>
        <translation>未使用のアドレスを指定するか、そのコンピューターからこのアドレスを外してください。</translation>
    </message>
    <message>
        <source>The network could not be asked who has the virtual IP.</source>
        <translation>仮想IPアドレスが使用中かどうかを、ネットワークに問い合わせることができませんでした。</translation>
    </message>
    <message>
        <source>%1 stands for an IPv6 address, too; the cluster uses IPv4 alone.</source>
        <translation>%1はIPv6アドレスにも解決されます。クラスターはIPv4だけを使用します。</translation>
    </message>
    <message>
        <source>Remove it from the name server or the hosts file.</source>
        <translation>ネームサーバーまたはhostsファイルから削除してください。</translation>
    </message>
    <message>
        <source>The name %1 is not known here; its address is %2.</source>
        <translation>このノードでは名前%1を解決できません。アドレスは%2です。</translation>
    </message>
    <message>
        <source>Add it to the name server, or to /etc/hosts of both nodes.</source>
        <translation>ネームサーバー、または両方のノードの/etc/hostsに追加してください。</translation>
    </message>
    <message>
        <source>%1 not in server certificate: the name stands for %2 here, and the other node has the address %3.</source>
        <translation>%1はサーバー証明書に含まれていません。この名前はこのノードでは%2に解決されますが、相手ノードのアドレスは%3です。</translation>
    </message>
    <message>
        <source>Put the name right in the name server or in /etc/hosts, or switch off the network adapters that are not needed.</source>
        <translation>ネームサーバーまたは/etc/hostsの名前を修正するか、不要なネットワークアダプターを無効にしてください。</translation>
    </message>
    <message>
        <source>No name is known for the address %1 (it should be %2).</source>
        <translation>アドレス%1の逆引きができません(正しい名前は%2です)。</translation>
    </message>
    <message>
        <source>Add it to the name server, or to /etc/hosts.</source>
        <translation>ネームサーバーまたは/etc/hostsに追加してください。</translation>
    </message>
    <message>
        <source>The address %1 has the name %2 here instead of %3.</source>
        <translation>このノードでは、アドレス%1の逆引きの結果が%3ではなく%2です。</translation>
    </message>
    <message>
        <source>Put it right in the name server or in /etc/hosts.</source>
        <translation>ネームサーバーまたは/etc/hostsを修正してください。</translation>
    </message>
    <message>
        <source>The clocks of the nodes are %1 s apart (at most %2 s).</source>
        <translation>ノード間の時刻が%1秒ずれています(許容値は%2秒以内)。</translation>
    </message>
    <message>
        <source>Set both clocks, best from the same time server.</source>
        <translation>両方のノードの時刻を合わせてください。同じタイムサーバーの使用を推奨します。</translation>
    </message>
    <message>
        <source>This node is %1 minutes east of UTC, and the other one %2.</source>
        <translation>UTCからの時差が、このノードでは%1分、相手ノードでは%2分です。</translation>
    </message>
    <message>
        <source>Set the same time zone on both: timedatectl set-timezone ZONE</source>
        <translation>両方のノードに同じタイムゾーンを設定してください: timedatectl set-timezone ZONE</translation>
    </message>
    <message>
        <source>The clock of this computer is not kept right by a time server.</source>
        <translation>このコンピューターの時刻は、タイムサーバーと同期されていません。</translation>
    </message>
    <message>
        <source>Switch it on: timedatectl set-ntp true</source>
        <translation>時刻同期を有効にしてください: timedatectl set-ntp true</translation>
    </message>
    <message>
        <source>%1 is missing or cannot be used.</source>
        <translation>%1がないか、使用できません。</translation>
    </message>
    <message>
        <source>Load the kernel&apos;s module: modprobe fuse</source>
        <translation>カーネルモジュールを読み込んでください: modprobe fuse</translation>
    </message>
    <message>
        <source>No program may run from the file system of %1 (noexec).</source>
        <translation>%1のファイルシステムではプログラムを実行できません(noexec)。</translation>
    </message>
    <message>
        <source>Mount it without noexec.</source>
        <translation>noexecを付けずにマウントしてください。</translation>
    </message>
    <message>
        <source>%1 may deny what the engine or the database does.</source>
        <translation>%1により、エンジンまたはデータベースの動作が拒否される可能性があります。</translation>
    </message>
    <message>
        <source>Look for denials in its log after the first start, and allow them.</source>
        <translation>最初の起動後にログで拒否の記録を確認し、許可してください。</translation>
    </message>
    <message>
        <source>%1 is needed and is taken by %2.</source>
        <translation>%1が必要ですが、%2が使用しています。</translation>
    </message>
    <message>
        <source>Stop that program, or give it another port.</source>
        <translation>そのプログラムを停止するか、別のポートを使用させてください。</translation>
    </message>
    <message>
        <source>There is no service %1 on this computer.</source>
        <translation>このコンピューターにサービス%1がありません。</translation>
    </message>
    <message>
        <source>Install it, or name the right one.</source>
        <translation>サービスをインストールするか、正しい名前を指定してください。</translation>
    </message>
    <message>
        <source>%1 starts by itself when this computer starts.</source>
        <translation>%1は、このコンピューターの起動時に自動的に起動します。</translation>
    </message>
    <message>
        <source>The engine starts it: systemctl disable %1</source>
        <translation>起動はエンジンが行います。自動起動を無効にしてください: systemctl disable %1</translation>
    </message>
    <message>
        <source>%1 comes from %2 on this node, and from %3 on the other one.</source>
        <translation>%1のパッケージが、このノードでは%2、相手ノードでは%3です。</translation>
    </message>
    <message>
        <source>Install the same version of the application on both.</source>
        <translation>両方のノードに同じバージョンのアプリケーションをインストールしてください。</translation>
    </message>
    <message>
        <source>The folder %1 does not exist on this computer.</source>
        <translation>このコンピューターにフォルダー%1がありません。</translation>
    </message>
    <message>
        <source>Make it, or name the right one.</source>
        <translation>フォルダーを作成するか、正しいフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>The account %1 has the number %2 on this node, and %3 on the other one (-1: there is none).</source>
        <translation>アカウント%1のIDが、このノードでは%2、相手ノードでは%3です(-1: アカウントなし)。</translation>
    </message>
    <message>
        <source>Give it the same numbers on both: the copies carry the numbers.</source>
        <translation>両方のノードで同じID(UIDとGID)にしてください。コピーにはIDが数値のまま含まれます。</translation>
    </message>
    <message>
        <source>The engine cannot put %1 right by itself.</source>
        <translation>エンジンは%1を自動では修正できません。</translation>
    </message>
    <message>
        <source>Do what its cure says.</source>
        <translation>表示された対処方法に従ってください。</translation>
    </message>
    <message>
        <source>This computer belongs to the cluster %1 already.</source>
        <translation>このコンピューターはすでにクラスター%1に属しています。</translation>
    </message>
    <message>
        <source>Remove its configuration first.</source>
        <translation>先に構成を削除してください。</translation>
    </message>
    <message>
        <source>What an earlier joining left cannot be read: %1.</source>
        <translation>以前の結合で残ったデータを読み込めません: %1。</translation>
    </message>
    <message>
        <source>Move that folder away once both nodes are as they shall be, and restart the engine: systemctl restart understudyd</source>
        <translation>両方のノードが正しい状態であることを確認してから、そのフォルダーを別の場所に移動し、エンジンを再起動してください: systemctl restart understudyd</translation>
    </message>
    <message>
        <source>An earlier joining is not over on this computer.</source>
        <translation>このコンピューターでは、以前の結合が完了していません。</translation>
    </message>
    <message>
        <source>See understudyctl join status; understudyctl join abort gives it up.</source>
        <translation>understudyctl join statusで状況を確認してください。中止するにはunderstudyctl join abortを実行します。</translation>
    </message>
    <message>
        <source>An earlier joining is not over on the other node.</source>
        <translation>相手ノードでは、以前の結合が完了していません。</translation>
    </message>
    <message>
        <source>See understudyctl join status there.</source>
        <translation>相手ノードでunderstudyctl join statusを実行して確認してください。</translation>
    </message>
    <message>
        <source>The protocol %1 does not exist.</source>
        <translation>プロトコル%1は存在しません。</translation>
    </message>
    <message>
        <source>There are https and http.</source>
        <translation>指定できるのはhttpsまたはhttpです。</translation>
    </message>
    <message>
        <source>The password does not keep a rule: %1.</source>
        <translation>パスワードが条件を満たしていません: %1。</translation>
    </message>
    <message>
        <source>This is not a security code: %1.</source>
        <translation>セキュリティコードではありません: %1。</translation>
    </message>
    <message>
        <source>Type it as node2 shows it.</source>
        <translation>node2に表示されたとおりに入力してください。</translation>
    </message>
    <message>
        <source>TCP port 9001 is taken by %1.</source>
        <translation>TCPポート9001は%1が使用しています。</translation>
    </message>
    <message>
        <source>Stop that program until the nodes are joined.</source>
        <translation>ノードの結合が完了するまで、そのプログラムを停止してください。</translation>
    </message>
    <message>
        <source>TCP port 9001 is taken by a recording server: %1.</source>
        <translation>TCPポート9001はレコーディングサーバーが使用しています: %1。</translation>
    </message>
    <message>
        <source>Stop the recording server on this computer until the nodes are joined.</source>
        <translation>ノードの結合が完了するまで、このコンピューターのレコーディングサーバーを停止してください。</translation>
    </message>
    <message>
        <source>This computer waits for node1 on TCP port 9001.</source>
        <translation>このコンピューターは、TCPポート9001でnode1からの接続を待っています。</translation>
    </message>
    <message>
        <source>Continue on node1: understudyctl join start NODE2</source>
        <translation>node1で続けてください: understudyctl join start NODE2</translation>
    </message>
    <message>
        <source>The nodes are being joined.</source>
        <translation>ノードを結合しています。</translation>
    </message>
    <message>
        <source>%1 cannot be reached on TCP port 9001: %2.</source>
        <translation>%1のTCPポート9001に接続できません: %2。</translation>
    </message>
    <message>
        <source>Prepare it first (there: understudyctl join prepare), and let the port through its firewall.</source>
        <translation>先にそのコンピューターを準備し(そこで実行: understudyctl join prepare)、ファイアウォールでこのポートを許可してください。</translation>
    </message>
    <message>
        <source>%1 stands for an IPv6 address, and the cluster uses IPv4 alone.</source>
        <translation>%1はIPv6アドレスに解決されます。クラスターはIPv4だけを使用します。</translation>
    </message>
    <message>
        <source>Give the IPv4 address of node2, or a name that stands for it.</source>
        <translation>node2のIPv4アドレス、またはIPv4アドレスに解決される名前を指定してください。</translation>
    </message>
    <message>
        <source>The name %1 is not known here.</source>
        <translation>このノードでは名前%1を解決できません。</translation>
    </message>
    <message>
        <source>Use the IPv4 address, or add the name to /etc/hosts of both nodes.</source>
        <translation>IPv4アドレスを使用するか、両方のノードの/etc/hostsに名前を追加してください。</translation>
    </message>
    <message>
        <source>The two nodes were not given the same code or password.</source>
        <translation>2つのノードに入力されたコードまたはパスワードが一致しません。</translation>
    </message>
    <message>
        <source>Type it again; five wrong tries end it, and node2 has to be prepared anew.</source>
        <translation>もう一度入力してください。5回間違えると無効になり、node2の準備をやり直す必要があります。</translation>
    </message>
    <message>
        <source>Node2 was prepared with another protocol.</source>
        <translation>node2は別のプロトコルで準備されています。</translation>
    </message>
    <message>
        <source>Use the same of https and http on both nodes.</source>
        <translation>両方のノードで、httpsまたはhttpのどちらか同じものを使用してください。</translation>
    </message>
    <message>
        <source>The security code was used already.</source>
        <translation>セキュリティコードはすでに使用されています。</translation>
    </message>
    <message>
        <source>Prepare node2 again: understudyctl join prepare</source>
        <translation>node2をもう一度準備してください: understudyctl join prepare</translation>
    </message>
    <message>
        <source>The security code is older than 60 minutes.</source>
        <translation>セキュリティコードの有効期限(60分)が切れています。</translation>
    </message>
    <message>
        <source>The security code was tried wrongly five times.</source>
        <translation>セキュリティコードの入力を5回間違えました。</translation>
    </message>
    <message>
        <source>The connection to the other node ended: %1.</source>
        <translation>相手ノードとの接続が切断されました: %1。</translation>
    </message>
    <message>
        <source>Both nodes are as before, or will be as soon as they see each other. Try again.</source>
        <translation>両方のノードは元の状態のままか、互いに通信できるようになりしだい元の状態に戻ります。再試行してください。</translation>
    </message>
    <message>
        <source>The other node has another version of Understudy: %1.</source>
        <translation>相手ノードのUnderstudyのバージョンが異なります: %1。</translation>
    </message>
    <message>
        <source>The joining failed on %1: %2.</source>
        <translation>%1で結合に失敗しました: %2。</translation>
    </message>
    <message>
        <source>Nothing was changed on either node. Put it right, and try again.</source>
        <translation>どちらのノードも変更されていません。問題を修正してから、再試行してください。</translation>
    </message>
    <message>
        <source>The joining was given up; both nodes are as before.</source>
        <translation>結合は中止されました。両方のノードは元の状態です。</translation>
    </message>
    <message>
        <source>The settings have errors, so nothing was changed.</source>
        <translation>設定に誤りがあるため、何も変更していません。</translation>
    </message>
    <message>
        <source>Mend what is listed, and start again.</source>
        <translation>表示された誤りを修正してから、最初からやり直してください。</translation>
    </message>
    <message>
        <source>This node is prepared, and does not know yet whether %1 has completed the joining.</source>
        <translation>このノードは準備済みですが、%1が結合を完了したかどうかをまだ確認できていません。</translation>
    </message>
    <message>
        <source>Let the engine run on node1 and reach this node on TCP port 9001: it tells within seconds. If node1 will never return: understudyctl join abort --force</source>
        <translation>node1でエンジンを動作させ、TCPポート9001でこのノードに接続できるようにしてください。数秒で結果が伝わります。node1が復帰する見込みがない場合: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This node is configured; the other one (%1) has not confirmed yet that it is, too.</source>
        <translation>このノードは構成済みですが、相手ノード(%1)の構成はまだ確認できていません。</translation>
    </message>
    <message>
        <source>Let the engine run on both and reach TCP port 9001 of node2: it is tried every few seconds. If node2 will never return: understudyctl join abort --force</source>
        <translation>両方のノードでエンジンを動作させ、node2のTCPポート9001に接続できるようにしてください。数秒ごとに再試行します。node2が復帰する見込みがない場合: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>The other node (%1) has given this joining up, and this one has completed it.</source>
        <translation>相手ノード(%1)はこの結合を中止しましたが、このノードでは完了しています。</translation>
    </message>
    <message>
        <source>Take it back here, too: understudyctl join abort --force</source>
        <translation>このノードの結合も取り消してください: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This node is as before; the other one (%1) has not heard yet that the joining is over.</source>
        <translation>このノードは元の状態です。相手ノード(%1)には、結合の終了がまだ伝わっていません。</translation>
    </message>
    <message>
        <source>It is tried every few seconds. If node2 will never return: understudyctl join abort --force</source>
        <translation>数秒ごとに再試行します。node2が復帰する見込みがない場合: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>The joining cannot go on at this node: %1.</source>
        <translation>このノードで結合を続行できません: %1。</translation>
    </message>
    <message>
        <source>Put it right: it is tried again every few seconds.</source>
        <translation>問題を修正してください。数秒ごとに再試行します。</translation>
    </message>
    <message>
        <source>Node1 may have completed this joining, so it is not given up here.</source>
        <translation>node1がこの結合を完了した可能性があるため、このノードでは中止しません。</translation>
    </message>
    <message>
        <source>Let node1 reach this node. If it will never return: understudyctl join abort --force</source>
        <translation>node1からこのノードに接続できるようにしてください。node1が復帰する見込みがない場合: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>This joining is decided and is being completed.</source>
        <translation>この結合はすでに確定し、完了処理中です。</translation>
    </message>
    <message>
        <source>Wait for the other node. If it will never return: understudyctl join abort --force</source>
        <translation>相手ノードを待ってください。復帰する見込みがない場合: understudyctl join abort --force</translation>
    </message>
    <message>
        <source>No joining is open on this computer.</source>
        <translation>このコンピューターで進行中の結合はありません。</translation>
    </message>
    <message>
        <source>This computer is %1 of the cluster %2.</source>
        <translation>このコンピューターはクラスター%2の%1です。</translation>
    </message>
    <message>
        <source>Start both nodes: understudyctl join finish</source>
        <translation>両方のノードを起動してください: understudyctl join finish</translation>
    </message>
    <message>
        <source>The nodes are not joined yet.</source>
        <translation>ノードはまだ結合されていません。</translation>
    </message>
    <message>
        <source>See understudyctl join status.</source>
        <translation>understudyctl join statusを確認してください。</translation>
    </message>
    <message>
        <source>A module runs on this node already.</source>
        <translation>このノードでは、すでにモジュールが動作しています。</translation>
    </message>
    <message>
        <source>Stop it first: understudyctl stop</source>
        <translation>先に停止してください: understudyctl stop</translation>
    </message>
    <message>
        <source>%1: %2%3.</source>
        <translation>%1: %2%3。</translation>
    </message>
    <message>
        <source>The system log may say more.</source>
        <translation>システムログに詳細が記録されている場合があります。</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>名前を確認してください。</translation>
    </message>
    <message>
        <source>Install the same version of Understudy on both nodes.</source>
        <translation>両方のノードに同じバージョンのUnderstudyをインストールしてください。</translation>
    </message>
    <message>
        <source>Check the owner and the permissions.</source>
        <translation>所有者とアクセス権を確認してください。</translation>
    </message>
    <message>
        <source>%1 is in use: %2%3.</source>
        <translation>%1は使用中です: %2%3。</translation>
    </message>
    <message>
        <source>Stop whoever uses it, or choose another.</source>
        <translation>使用しているプログラムを停止するか、別のものを指定してください。</translation>
    </message>
    <message>
        <source>%1 did not answer in time: %2%3.</source>
        <translation>%1が時間内に応答しませんでした: %2%3。</translation>
    </message>
    <message>
        <source>%1: the connection ended: %2%3.</source>
        <translation>%1: 接続が切断されました: %2%3。</translation>
    </message>
    <message>
        <source>%1 refused: %2%3.</source>
        <translation>%1が拒否しました: %2%3。</translation>
    </message>
    <message>
        <source>%1: %2: the disk is full%3.</source>
        <translation>%1: %2: ディスクに空きがありません%3。</translation>
    </message>
    <message>
        <source>Free some space on this disk.</source>
        <translation>このディスクの空き容量を増やしてください。</translation>
    </message>
    <message>
        <source>%1 is damaged: %2%3.</source>
        <translation>%1は破損しています: %2%3。</translation>
    </message>
    <message>
        <source>Check the disk; nothing was overwritten.</source>
        <translation>ディスクを確認してください。何も上書きされていません。</translation>
    </message>
    <message>
        <source>%1: cancelled: %2%3.</source>
        <translation>%1: 取り消されました: %2%3。</translation>
    </message>
    <message>
        <source>The module cannot be started on this node. %1: %2%3.</source>
        <translation>このノードではモジュールを起動できません。%1: %2%3。</translation>
    </message>
    <message>
        <source>Mend the settings, and apply them again or restart the engine: systemctl restart understudyd</source>
        <translation>設定を修正し、再度適用するか、エンジンを再起動してください: systemctl restart understudyd</translation>
    </message>
    <message>
        <source>The module cannot be started on this node yet. %1: %2%3.</source>
        <translation>このノードではまだモジュールを起動できません。%1: %2%3。</translation>
    </message>
    <message>
        <source>Repair that; this node tries again by itself, at the latest after 30 s.</source>
        <translation>問題を修正してください。このノードは30秒以内に自動的に再試行します。</translation>
    </message>
    <message>
        <source>There is no %1 in this interface.</source>
        <translation>このインターフェースに%1はありません。</translation>
    </message>
    <message>
        <source>Program and engine may be of different versions.</source>
        <translation>プログラムとエンジンのバージョンが異なる可能性があります。</translation>
    </message>
    <message>
        <source>%1 cannot be used with %2.</source>
        <translation>%1に%2は使用できません。</translation>
    </message>
    <message>
        <source>It answers to: %3.</source>
        <translation>使用できるメソッド: %3。</translation>
    </message>
    <message>
        <source>The request cannot be read: %1.</source>
        <translation>要求を読み取れません: %1。</translation>
    </message>
    <message>
        <source>The parameter %1 cannot be &quot;%2&quot;.</source>
        <translation>パラメーター%1に「%2」は指定できません。</translation>
    </message>
    <message>
        <source>It has to be %3.</source>
        <translation>指定できる値: %3。</translation>
    </message>
    <message>
        <source>The request is larger than this interface takes.</source>
        <translation>要求のサイズがこのインターフェースの上限を超えています。</translation>
    </message>
    <message>
        <source>At most %1 bytes are read.</source>
        <translation>読み取れるのは最大%1バイトです。</translation>
    </message>
    <message>
        <source>The request did not arrive whole within %1 seconds.</source>
        <translation>要求の全体が%1秒以内に届きませんでした。</translation>
    </message>
    <message>
        <source>%1 connections are open, and no more are taken.</source>
        <translation>%1個の接続が開いているため、これ以上接続できません。</translation>
    </message>
    <message>
        <source>Close other programs that watch the engine, and try again.</source>
        <translation>エンジンを監視しているほかのプログラムを終了してから、再試行してください。</translation>
    </message>
    <message>
        <source>The user %1 may not talk to the engine.</source>
        <translation>ユーザー%1にはエンジンへの接続が許可されていません。</translation>
    </message>
    <message>
        <source>Use root, or a member of the group understudy.</source>
        <translation>rootまたはunderstudyグループのメンバーで実行してください。</translation>
    </message>
    <message>
        <source>%1 is answered only to programs on the same computer.</source>
        <translation>%1は、同じコンピューター上のプログラムだけが使用できます。</translation>
    </message>
    <message>
        <source>Ask there.</source>
        <translation>そのコンピューター上で実行してください。</translation>
    </message>
    <message>
        <source>This computer is not configured as a node.</source>
        <translation>このコンピューターはノードとして構成されていません。</translation>
    </message>
    <message>
        <source>Configure it: understudyctl config apply --primary FILE (or --secondary FILE).</source>
        <translation>構成してください: understudyctl config apply --primary FILE (または--secondary FILE)。</translation>
    </message>
    <message>
        <source>There is no node %1.</source>
        <translation>ノード%1は存在しません。</translation>
    </message>
    <message>
        <source>The nodes are node1 and node2.</source>
        <translation>ノードはnode1とnode2です。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>%1に接続できません: %2。</translation>
    </message>
    <message>
        <source>Check that the computer runs, that its engine runs (systemctl status understudyd), and the network between the nodes.</source>
        <translation>コンピューターが動作していること、そのエンジンが動作していること(systemctl status understudyd)、およびノード間のネットワークを確認してください。</translation>
    </message>
    <message>
        <source>The engine stops, and the request was not finished.</source>
        <translation>エンジンが停止するため、要求を完了できませんでした。</translation>
    </message>
    <message>
        <source>Ask for the state before you repeat it.</source>
        <translation>もう一度要求する前に、状態を確認してください。</translation>
    </message>
    <message>
        <source>%1 lines of the logs were lost: the disk did not take them in time.</source>
        <translation>ディスクへの書き込みが間に合わず、ログが%1行失われました。</translation>
    </message>
    <message>
        <source>Look at the free space and the speed of the disk under /var/lib/understudy.</source>
        <translation>/var/lib/understudyのディスクの空き容量と速度を確認してください。</translation>
    </message>
    <message>
        <source>Mend what is listed, and apply them again.</source>
        <translation>表示された誤りを修正してから、再度適用してください。</translation>
    </message>
    <message>
        <source>The module %1 runs, so its settings stay as they are.</source>
        <translation>モジュール%1が動作中のため、設定は変更されません。</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完了しました。</translation>
    </message>
    <message>
        <source>Nobody is logged in.</source>
        <translation>ログインしていません。</translation>
    </message>
    <message>
        <source>Log in as admin with the cluster&apos;s password.</source>
        <translation>クラスターのパスワードを使用して、adminでログインしてください。</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>セッションが終了しました。</translation>
    </message>
    <message>
        <source>Log in again.</source>
        <translation>再度ログインしてください。</translation>
    </message>
    <message>
        <source>The request changes something and does not carry the session&apos;s token.</source>
        <translation>変更を行う要求ですが、セッションのトークンが含まれていません。</translation>
    </message>
    <message>
        <source>Send the csrf_token of the login in the header X-CSRF-Token.</source>
        <translation>ログイン時のcsrf_tokenをX-CSRF-Tokenヘッダーで送信してください。</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>ユーザー名またはパスワードが正しくありません。</translation>
    </message>
    <message>
        <source>The user is admin; root sets a new password with: understudyctl password</source>
        <translation>ユーザー名はadminです。新しいパスワードはrootが設定します: understudyctl password</translation>
    </message>
    <message>
        <source>Too many wrong passwords came from this address.</source>
        <translation>このアドレスから、誤ったパスワードが何度も入力されました。</translation>
    </message>
    <message>
        <source>Try again in %1 seconds.</source>
        <translation>%1秒後に再試行してください。</translation>
    </message>
    <message>
        <source>Too many people log in at once.</source>
        <translation>同時にログインしようとしているユーザーが多すぎます。</translation>
    </message>
    <message>
        <source>No password is set, so nobody can log in.</source>
        <translation>パスワードが設定されていないため、ログインできません。</translation>
    </message>
    <message>
        <source>Set one on this computer: understudyctl password</source>
        <translation>このコンピューターでパスワードを設定してください: understudyctl password</translation>
    </message>
    <message>
        <source>The password does not keep these rules: %1.</source>
        <translation>パスワードが次の条件を満たしていません: %1。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>別のパスワードを指定してください。</translation>
    </message>
    <message>
        <source>A page of another site (%1) asked for this.</source>
        <translation>別のサイト(%1)のページからの要求です。</translation>
    </message>
    <message>
        <source>Nothing was done. Use the page of this node.</source>
        <translation>何も実行していません。このノードのページを使用してください。</translation>
    </message>
    <message>
        <source>The engine of this node does not answer.</source>
        <translation>このノードのエンジンの応答がありません。</translation>
    </message>
    <message>
        <source>It is asked again at once; if this lasts, start it on the node: systemctl start understudyd</source>
        <translation>すぐに再試行します。この状態が続く場合は、ノードでエンジンを起動してください: systemctl start understudyd</translation>
    </message>
    <message>
        <source>Too many requests wait for the engine of this node.</source>
        <translation>このノードのエンジンに対する要求が多すぎます。</translation>
    </message>
    <message>
        <source>Try again in a few seconds.</source>
        <translation>数秒後に再試行してください。</translation>
    </message>
    <message>
        <source>The engine of Understudy does not run on this computer (%1: %2).</source>
        <translation>このコンピューターではUnderstudyのエンジンが動作していません(%1: %2)。</translation>
    </message>
    <message>
        <source>Start it: sudo systemctl start understudyd</source>
        <translation>エンジンを起動してください: sudo systemctl start understudyd</translation>
    </message>
    <message>
        <source>You may not talk to the engine (%1: %2).</source>
        <translation>エンジンへの接続が許可されていません(%1: %2)。</translation>
    </message>
    <message>
        <source>Use sudo, or ask an administrator to add you to the group understudy.</source>
        <translation>sudoを使用するか、understudyグループへの追加を管理者に依頼してください。</translation>
    </message>
    <message>
        <source>The engine went away before it answered.</source>
        <translation>エンジンが応答する前に接続が切れました。</translation>
    </message>
    <message>
        <source>Look whether it runs (systemctl status understudyd), then ask for the state.</source>
        <translation>エンジンが動作していることを確認してから(systemctl status understudyd)、状態を確認してください。</translation>
    </message>
    <message>
        <source>The engine did not answer within %1 seconds.</source>
        <translation>エンジンが%1秒以内に応答しませんでした。</translation>
    </message>
    <message>
        <source>Look at its log: journalctl -u understudyd</source>
        <translation>エンジンのログを確認してください: journalctl -u understudyd</translation>
    </message>
    <message>
        <source>The answer of the engine cannot be read: %1.</source>
        <translation>エンジンの応答を読み取れません: %1。</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>ファイル%1を読み込めません: %2。</translation>
    </message>
    <message>
        <source>Check its name and permissions.</source>
        <translation>ファイル名とアクセス権を確認してください。</translation>
    </message>
    <message>
        <source>This folder cannot be replicated on this node: %1.</source>
        <translation>このノードではこのフォルダーを複製できません: %1。</translation>
    </message>
    <message>
        <source>Put this right, or name another folder.</source>
        <translation>問題を修正するか、別のフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>is less than twice interval_ms.</source>
        <translation>interval_msの2倍より小さい値です。</translation>
    </message>
    <message>
        <source>One lost packet must not be a dead node: write %1 or more.</source>
        <translation>1個のパケットの損失だけでノード障害と判断しないように、%1以上を指定してください。</translation>
    </message>
    <message>
        <source>is missing, and so is control_group.</source>
        <translation>指定がなく、control_groupの指定もありません。</translation>
    </message>
    <message>
        <source>Name the program to look for, or its control group.</source>
        <translation>監視するプログラムまたはそのコントロールグループを指定してください。</translation>
    </message>
    <message>
        <source>is larger than %1 bytes.</source>
        <translation>%1バイトを超えています。</translation>
    </message>
    <message>
        <source>Is this the settings file?</source>
        <translation>指定したファイルが設定ファイルかどうかを確認してください。</translation>
    </message>
    <message>
        <source>is not JSON: %1.</source>
        <translation>JSONではありません: %1。</translation>
    </message>
    <message>
        <source>Correct the text there, or just before.</source>
        <translation>その位置、またはその直前の記述を修正してください。</translation>
    </message>
    <message>
        <source>is not an object.</source>
        <translation>オブジェクトではありません。</translation>
    </message>
    <message>
        <source>Write the settings between { and }.</source>
        <translation>設定を{と}の間に記述してください。</translation>
    </message>
    <message>
        <source>is newer than this version of Understudy.</source>
        <translation>このバージョンのUnderstudyより新しい形式です。</translation>
    </message>
    <message>
        <source>Install the version that wrote this document; this one knows format %1.</source>
        <translation>この文書を作成したバージョンをインストールしてください。このバージョンが対応する形式は%1です。</translation>
    </message>
    <message>
        <source>cannot be the name &quot;%1&quot;.</source>
        <translation>「%1」は名前として使用できません。</translation>
    </message>
    <message>
        <source>Use at most 40 letters, digits and - _ . @, beginning with a letter or digit.</source>
        <translation>英字、数字、-、_、.、@を使用し、先頭を英字または数字にして40文字以内で指定してください。</translation>
    </message>
    <message>
        <source>is empty.</source>
        <translation>空です。</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>名前を指定してください。</translation>
    </message>
    <message>
        <source>cannot be the host name &quot;%1&quot;.</source>
        <translation>「%1」はホスト名として使用できません。</translation>
    </message>
    <message>
        <source>Write the computer&apos;s name as `hostname` shows it.</source>
        <translation>`hostname`で表示されるコンピューター名を指定してください。</translation>
    </message>
    <message>
        <source>cannot be the network interface &quot;%1&quot;.</source>
        <translation>「%1」はネットワークインターフェースとして使用できません。</translation>
    </message>
    <message>
        <source>Write one that `ip link` shows, or leave it out.</source>
        <translation>`ip link`で表示されるものを指定するか、省略してください。</translation>
    </message>
    <message>
        <source>cannot be the systemd unit &quot;%1&quot;.</source>
        <translation>「%1」はsystemdユニットとして使用できません。</translation>
    </message>
    <message>
        <source>Write its whole name, with .service at the end.</source>
        <translation>末尾の.serviceまで含めて、完全な名前を指定してください。</translation>
    </message>
    <message>
        <source>names no program.</source>
        <translation>プログラムが指定されていません。</translation>
    </message>
    <message>
        <source>Write [&quot;/path/of/program&quot;, &quot;argument&quot;, ...].</source>
        <translation>[&quot;/path/of/program&quot;, &quot;argument&quot;, ...]の形式で指定してください。</translation>
    </message>
    <message>
        <source>begins with &quot;%1&quot;, which is not an absolute path.</source>
        <translation>先頭のプログラム「%1」が絶対パスではありません。</translation>
    </message>
    <message>
        <source>Write the program with its whole path; no shell is used.</source>
        <translation>プログラムを絶対パスで指定してください。シェルは使用されません。</translation>
    </message>
    <message>
        <source>is not an absolute path: &quot;%1&quot;.</source>
        <translation>絶対パスではありません: 「%1」。</translation>
    </message>
    <message>
        <source>Begin with /.</source>
        <translation>/から始めてください。</translation>
    </message>
    <message>
        <source>is not a plain path: &quot;%1&quot;.</source>
        <translation>単純なパスではありません: 「%1」。</translation>
    </message>
    <message>
        <source>Write it without //, . and .. and without / at its end; / itself cannot be replicated.</source>
        <translation>//、.、..を含めず、末尾に/を付けずに指定してください。/自体は複製できません。</translation>
    </message>
    <message>
        <source>has %1 addresses.</source>
        <translation>アドレスが%1個あります。</translation>
    </message>
    <message>
        <source>Give one per network, 1 to 4.</source>
        <translation>ネットワークごとに1個、合計1～4個を指定してください。</translation>
    </message>
    <message>
        <source>is not an IPv4 address: &quot;%1&quot;.</source>
        <translation>IPv4アドレスではありません: 「%1」。</translation>
    </message>
    <message>
        <source>Write four numbers with dots.</source>
        <translation>4つの数字をピリオドで区切って指定してください。</translation>
    </message>
    <message>
        <source>is not an IPv4 address with its prefix: &quot;%1&quot;.</source>
        <translation>プレフィックス付きのIPv4アドレスではありません: 「%1」。</translation>
    </message>
    <message>
        <source>Write it like 192.168.1.100/24.</source>
        <translation>192.168.1.100/24のように指定してください。</translation>
    </message>
    <message>
        <source>is the address of the network itself: %1.</source>
        <translation>ネットワーク自体のアドレスです: %1。</translation>
    </message>
    <message>
        <source>Choose a free address inside the network.</source>
        <translation>ネットワーク内の未使用のアドレスを指定してください。</translation>
    </message>
    <message>
        <source>is the same as that of node1: %1.</source>
        <translation>node1と同じです: %1。</translation>
    </message>
    <message>
        <source>The nodes are two computers.</source>
        <translation>2つのノードは別々のコンピューターです。</translation>
    </message>
    <message>
        <source>has %1 addresses, node1 has %2.</source>
        <translation>アドレスが%1個ありますが、node1には%2個あります。</translation>
    </message>
    <message>
        <source>Both nodes are on the same networks: give one address of each, in the same order.</source>
        <translation>両方のノードは同じネットワークに接続します。ネットワークごとに1個のアドレスを、同じ順序で指定してください。</translation>
    </message>
    <message>
        <source>is %1&apos;s own address: %2.</source>
        <translation>%1自身のアドレスです: %2。</translation>
    </message>
    <message>
        <source>Choose a free address of the same network.</source>
        <translation>同じネットワーク内の未使用のアドレスを指定してください。</translation>
    </message>
    <message>
        <source>%1 is in no network of %2.</source>
        <translation>%1は%2のどのネットワークにも属していません。</translation>
    </message>
    <message>
        <source>Choose an address, and a prefix, of a network that both nodes are on.</source>
        <translation>両方のノードが接続しているネットワークのアドレスとプレフィックスを指定してください。</translation>
    </message>
    <message>
        <source>%1 and %2 (%3) are the same folder, or one holds the other.</source>
        <translation>%1と%2(%3)は、同じフォルダーであるか、一方が他方を含んでいます。</translation>
    </message>
    <message>
        <source>Name each folder once, without folders inside it.</source>
        <translation>各フォルダーを1回だけ指定し、その中のフォルダーは指定しないでください。</translation>
    </message>
    <message>
        <source>is the same as %1: %2.</source>
        <translation>%1と同じです: %2。</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>別の値を指定してください。</translation>
    </message>
    <message>
        <source>is missing.</source>
        <translation>指定がありません。</translation>
    </message>
    <message>
        <source>Add it.</source>
        <translation>追加してください。</translation>
    </message>
    <message>
        <source>has the wrong type.</source>
        <translation>データ型が正しくありません。</translation>
    </message>
    <message>
        <source>Write %1.</source>
        <translation>次の形式で指定してください: %1。</translation>
    </message>
    <message>
        <source>holds a zero byte.</source>
        <translation>ゼロバイト(NUL)が含まれています。</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>削除してください。</translation>
    </message>
    <message>
        <source>is not a whole number from %1 to %2.</source>
        <translation>%1～%2の整数ではありません。</translation>
    </message>
    <message>
        <source>Choose one in this range.</source>
        <translation>この範囲の値を指定してください。</translation>
    </message>
    <message>
        <source>cannot be &quot;%1&quot;.</source>
        <translation>「%1」は指定できません。</translation>
    </message>
    <message>
        <source>Choose one of: %2.</source>
        <translation>次のいずれかを指定してください: %2。</translation>
    </message>
    <message>
        <source>has %1 entries.</source>
        <translation>項目が%1個あります。</translation>
    </message>
    <message>
        <source>It may have %2 to %3.</source>
        <translation>指定できるのは%2～%3個です。</translation>
    </message>
    <message>
        <source>is not known here.</source>
        <translation>不明なキーです。</translation>
    </message>
    <message>
        <source>Remove it, or correct its spelling. Known here: %1.</source>
        <translation>削除するか、つづりを修正してください。使用できるもの: %1。</translation>
    </message>
</context>
<context>
    <name>refusals</name>
    <message>
        <source>The module is already started on this node. Look at its state, or stop it first.</source>
        <translation>このノードのモジュールはすでに起動しています。状態を確認するか、先に停止してください。</translation>
    </message>
    <message>
        <source>The module is already stopped on this node.</source>
        <translation>このノードのモジュールはすでに停止しています。</translation>
    </message>
    <message>
        <source>The module is stopped on this node. Start it first.</source>
        <translation>このノードのモジュールは停止しています。先に起動してください。</translation>
    </message>
    <message>
        <source>The node is in the middle of another change. Wait until its state is no longer magenta, or stop the module.</source>
        <translation>このノードは別の状態変更の途中です。状態の色がmagentaでなくなるまで待つか、モジュールを停止してください。</translation>
    </message>
    <message>
        <source>This node does not serve the application. Ask the node that is PRIM or ALONE.</source>
        <translation>このノードはアプリケーションのサービスを提供していません。PRIMまたはALONEのノードに要求してください。</translation>
    </message>
    <message>
        <source>The other node does not hold all data yet, so it cannot take over. Start it, and wait until it is SECOND and uptodate.</source>
        <translation>相手ノードにはまだすべてのデータがないため、引き継げません。相手ノードを起動し、SECONDかつuptodateになるまで待ってください。</translation>
    </message>
    <message>
        <source>The other node is serving the application. Stop it first, or use swap.</source>
        <translation>相手ノードがアプリケーションのサービスを提供しています。先に相手ノードを停止するか、切り替え(swap)を使用してください。</translation>
    </message>
    <message>
        <source>This node holds no data. Start the node that holds the data; this one is then synchronised from it.</source>
        <translation>このノードにはデータがありません。データを持つノードを起動してください。その後、このノードはそこから同期されます。</translation>
    </message>
    <message>
        <source>The node is still finding out what the other node holds. Try again when its state is red.</source>
        <translation>このノードは相手ノードが持つデータを確認中です。状態の色がredになってから再試行してください。</translation>
    </message>
    <message>
        <source>The other node still holds the right to take over. Start this node instead of forcing it: it serves as soon as the other one has given its right up.</source>
        <translation>相手ノードがまだ引き継ぎの権利を持っています。強制起動ではなく、このノードを通常どおり起動してください。相手ノードが権利を手放すと、すぐにサービスを提供します。</translation>
    </message>
    <message>
        <source>A swap without synchronisation is not offered by this version. Wait until the other node is uptodate and use swap, or stop this node and use force-start there.</source>
        <translation>このバージョンでは、同期なしの切り替えは使用できません。相手ノードがuptodateになるまで待ってswapを使用するか、このノードを停止して相手ノードでforce-startを使用してください。</translation>
    </message>
    <message>
        <source>A later request took the place of this one.</source>
        <translation>後から出された要求に置き換えられました。</translation>
    </message>
    <message>
        <source>It did not come to its end. The state of the node says what happened.</source>
        <translation>処理は完了しませんでした。何が起きたかはノードの状態に表示されます。</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so what was asked would not outlive a restart of its engine. Repair its disk, and ask again.</source>
        <translation>このノードは記録を書き込めませんでした(%1)。このままでは、要求の内容がエンジンの再起動後に失われます。ディスクを修復してから、もう一度要求してください。</translation>
    </message>
    <message>
        <source>Processes of the application do not even die when they are killed (%1). They are killed again and again; if they stay, restart this computer.</source>
        <translation>アプリケーションのプロセスが強制終了(kill)しても終了しません(%1)。強制終了を繰り返していますが、残り続ける場合はこのコンピューターを再起動してください。</translation>
    </message>
</context>
<context>
    <name>rows</name>
    <message>
        <source>A request is refused: the one before it is not finished.</source>
        <translation>要求を拒否しました: 前の要求が完了していません。</translation>
    </message>
    <message>
        <source>A swap without synchronisation is refused: this version does not offer it.</source>
        <translation>同期なしの切り替えを拒否しました: このバージョンでは使用できません。</translation>
    </message>
    <message>
        <source>A forced start is refused: %1 serves the application.</source>
        <translation>強制起動を拒否しました: %1がアプリケーションのサービスを提供しています。</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so it may not go on: it stops. Repair its disk and start it again.</source>
        <translation>このノードは記録を書き込めなかったため(%1)、続行できず停止します。ディスクを修復してから、再度起動してください。</translation>
    </message>
    <message>
        <source>This node could not write its record (%1), so its copy cannot be relied upon: it stops. Repair its disk and start it again.</source>
        <translation>このノードは記録を書き込めなかったため(%1)、コピーの信頼性を保証できず停止します。ディスクを修復してから、再度起動してください。</translation>
    </message>
    <message>
        <source>This node could not write its record (%1): it stays stopped. Repair its disk and start it again.</source>
        <translation>このノードは記録を書き込めませんでした(%1)。停止したままになります。ディスクを修復してから、再度起動してください。</translation>
    </message>
    <message>
        <source>This node can write its record again.</source>
        <translation>このノードは再び記録を書き込めるようになりました。</translation>
    </message>
    <message>
        <source>The boot policy of this node is off: it stays stopped until it is started.</source>
        <translation>このノードの起動ポリシーはoffです。起動操作を行うまで停止したままになります。</translation>
    </message>
    <message>
        <source>The boot policy of this node is on: it starts, and comes up as SECOND when %1 serves.</source>
        <translation>このノードの起動ポリシーはonです。モジュールを起動し、%1がサービスを提供していればSECONDになります。</translation>
    </message>
    <message>
        <source>The engine was started and the module was running before: this node asks %1 what it holds.</source>
        <translation>エンジンが起動しました。以前モジュールが動作中だったため、このノードは%1が持つデータを確認します。</translation>
    </message>
    <message>
        <source>The module was stopped before the engine was started: it stays stopped until it is started.</source>
        <translation>エンジンの起動前からモジュールは停止していました。起動操作を行うまで停止したままになります。</translation>
    </message>
    <message>
        <source>%1 started the module: this node asks the other one what it holds.</source>
        <translation>%1がモジュールを起動しました。このノードは相手ノードが持つデータを確認します。</translation>
    </message>
    <message>
        <source>%1 stopped the module; it was stopped already, but its record did not say so.</source>
        <translation>%1がモジュールを停止しました。モジュールはすでに停止していましたが、記録に反映されていませんでした。</translation>
    </message>
    <message>
        <source>A stop is refused: the module is stopped.</source>
        <translation>停止を拒否しました: モジュールは停止しています。</translation>
    </message>
    <message>
        <source>A request is refused: the module is stopped.</source>
        <translation>要求を拒否しました: モジュールは停止しています。</translation>
    </message>
    <message>
        <source>%1 holds data that this node lacks: it is recorded that this node may not serve by itself.</source>
        <translation>%1には、このノードにないデータがあります。このノードが自動的にはサービスを提供できないことを記録しました。</translation>
    </message>
    <message>
        <source>It is tried again to record that %1 holds data that this node lacks.</source>
        <translation>%1に、このノードにないデータがあることの記録を再試行しています。</translation>
    </message>
    <message>
        <source>A forced start is refused: this node holds no data.</source>
        <translation>強制起動を拒否しました: このノードにはデータがありません。</translation>
    </message>
    <message>
        <source>A forced start is refused: this node is still finding out what %1 holds.</source>
        <translation>強制起動を拒否しました: このノードは%1が持つデータを確認中です。</translation>
    </message>
    <message>
        <source>A forced start is refused: %1 may be taking over at this moment.</source>
        <translation>強制起動を拒否しました: 現在、%1が引き継ぎを行っている可能性があります。</translation>
    </message>
    <message>
        <source>%1 forced this node to serve with the data it holds, whatever the other one has.</source>
        <translation>%1が強制起動を実行しました。相手ノードのデータにかかわらず、このノードは自身のデータでサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 stopped the module.</source>
        <translation>%1がモジュールを停止しました。</translation>
    </message>
    <message>
        <source>%1 started the module: this node may now serve as well.</source>
        <translation>%1がモジュールを起動しました。このノードもサービスを提供できるようになりました。</translation>
    </message>
    <message>
        <source>A start is refused: the module is started and waits.</source>
        <translation>起動を拒否しました: モジュールは起動済みで、待機しています。</translation>
    </message>
    <message>
        <source>A request is refused: this node does not serve.</source>
        <translation>要求を拒否しました: このノードはサービスを提供していません。</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms: it asks %2 anew.</source>
        <translation>このノードの動作が%1ミリ秒間止まっていたため、%2にあらためて確認します。</translation>
    </message>
    <message>
        <source>The engine was told to end: this node is stopped until the engine is started again.</source>
        <translation>エンジンが終了を指示されました。このノードは、エンジンが再び起動するまで停止します。</translation>
    </message>
    <message>
        <source>%1 serves and is heard here, but does not answer: the connection carries from it to this node only. Repair the connection; then this node becomes its standby.</source>
        <translation>%1はサービスを提供しており、その通信はこのノードに届いていますが、応答がありません。相手ノードからこのノードへの片方向しか通信できていません。接続を修復してください。修復後、このノードは待機系になります。</translation>
    </message>
    <message>
        <source>%1 serves; this node waits until it has answered.</source>
        <translation>%1がサービスを提供しています。このノードは応答を待っています。</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here: it stops when it hears of this copy.</source>
        <translation>%1が、このノードのコピーより古いデータでサービスを提供しています。相手ノードは、このコピーの存在を知ると停止します。</translation>
    </message>
    <message>
        <source>The diverged copy is kept beside a little later.</source>
        <translation>分岐したコピーは、もうしばらくしてから別に保管します。</translation>
    </message>
    <message>
        <source>%1 serves, and the copy here has changes of its own: it is kept beside before it is synchronised.</source>
        <translation>%1がサービスを提供していますが、このノードのコピーには独自の変更があります。コピーを別に保管してから同期します。</translation>
    </message>
    <message>
        <source>%1 serves: this node becomes its standby and is synchronised.</source>
        <translation>%1がサービスを提供しています。このノードは待機系になり、同期されます。</translation>
    </message>
    <message>
        <source>The swap broke off and %1 is silent: this node serves again.</source>
        <translation>切り替えが中断し、%1の応答がありません。このノードが再びサービスを提供します。</translation>
    </message>
    <message>
        <source>This node was started to come up as SECOND, and %1 does not serve. Start the module to let this node serve.</source>
        <translation>このノードはSECONDになる設定で起動しましたが、%1はサービスを提供していません。このノードでサービスを提供するには、モジュールを起動してください。</translation>
    </message>
    <message>
        <source>This node holds the newest complete data, and %1 does not serve: this node serves.</source>
        <translation>このノードには最新の完全なデータがあり、%1はサービスを提供していません。このノードがサービスを提供します。</translation>
    </message>
    <message>
        <source>This node holds the newest complete data and hears %1, but %1 does not answer: the connection carries from it to this node only. Repair the connection; or stop the engine of %1 and force this node to serve.</source>
        <translation>このノードには最新の完全なデータがあり、%1からの通信も届いていますが、%1の応答がありません。相手ノードからこのノードへの片方向しか通信できていません。接続を修復するか、%1のエンジンを停止してこのノードを強制起動してください。</translation>
    </message>
    <message>
        <source>This node holds the newest complete data and waits for the word of %1 that it does not take over.</source>
        <translation>このノードには最新の完全なデータがあります。引き継ぎを行わないという%1からの回答を待っています。</translation>
    </message>
    <message>
        <source>Neither this node nor %1 holds data. Configure the node that has the data as the primary one.</source>
        <translation>このノードにも%1にもデータがありません。データを持つノードをプライマリとして構成してください。</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data and is stopped. Start it; or force this node to serve, which loses what only %1 has.</source>
        <translation>%1には最新の完全なデータがありますが、停止しています。相手ノードを起動してください。または、このノードを強制起動してください(%1にしかないデータは失われます)。</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data and waits for a decision. Look at its state first.</source>
        <translation>%1には最新の完全なデータがあり、管理者の判断を待っています。まず相手ノードの状態を確認してください。</translation>
    </message>
    <message>
        <source>%1 holds the newest complete data: this node waits until it serves.</source>
        <translation>%1には最新の完全なデータがあります。このノードは、相手ノードがサービスを提供するまで待ちます。</translation>
    </message>
    <message>
        <source>Neither the copy here nor that of %1 is complete. Force the node with the better one to serve.</source>
        <translation>このノードのコピーも%1のコピーも完全ではありません。より良いコピーを持つノードを強制起動してください。</translation>
    </message>
    <message>
        <source>Both nodes served without the other: each has changes that the other lacks. Force the one to serve whose data is to stay; the copy of the other is kept beside.</source>
        <translation>両方のノードが互いに独立してサービスを提供したため、それぞれに相手ノードにない変更があります。データを残したい方のノードを強制起動してください。もう一方のコピーは別に保管されます。</translation>
    </message>
    <message>
        <source>The newest data is that of %1, but its copy is not complete. Force this node to serve, which loses what it lacks.</source>
        <translation>最新のデータは%1にありますが、そのコピーは完全ではありません。このノードを強制起動してください(このノードにないデータは失われます)。</translation>
    </message>
    <message>
        <source>This node was started to come up as SECOND, and %1 is silent. Start the module to let this node serve.</source>
        <translation>このノードはSECONDになる設定で起動しましたが、%1の応答がありません。このノードでサービスを提供するには、モジュールを起動してください。</translation>
    </message>
    <message>
        <source>%1 is silent, and this node served alone last, so no other copy is newer: this node serves.</source>
        <translation>%1の応答がありませんが、最後に単独でサービスを提供したのはこのノードであり、これより新しいコピーはありません。このノードがサービスを提供します。</translation>
    </message>
    <message>
        <source>This node holds no data and waits for %1, last seen %2. Start it.</source>
        <translation>このノードにはデータがなく、%1を待っています(最終確認: %2)。相手ノードを起動してください。</translation>
    </message>
    <message>
        <source>The copy here is incomplete: its synchronisation from %1, last seen %2, did not end. Start that node.</source>
        <translation>このノードのコピーは不完全です。%1(最終確認: %2)からの同期が完了していません。相手ノードを起動してください。</translation>
    </message>
    <message>
        <source>%1, last seen %2, may hold newer data. Start it; or force this node to serve, which loses what only %1 has.</source>
        <translation>%1(最終確認: %2)に、より新しいデータがある可能性があります。相手ノードを起動してください。または、このノードを強制起動してください(%1にしかないデータは失われます)。</translation>
    </message>
    <message>
        <source>The diverged copy is kept beside: this node is now synchronised from %1.</source>
        <translation>分岐したコピーを別に保管しました。このノードは%1から同期されます。</translation>
    </message>
    <message>
        <source>The diverged copy could not be kept beside (%1), so it is not touched. Make room for it; this node tries again.</source>
        <translation>分岐したコピーを別に保管できなかったため(%1)、コピーはそのまま残しています。空き容量を確保してください。このノードは自動的に再試行します。</translation>
    </message>
    <message>
        <source>A request is refused: a copy is being kept beside.</source>
        <translation>要求を拒否しました: コピーを別に保管しているところです。</translation>
    </message>
    <message>
        <source>The engine was told to end: this node is no standby until the engine is started again.</source>
        <translation>エンジンが終了を指示されました。エンジンが再び起動するまで、このノードは待機系になりません。</translation>
    </message>
    <message>
        <source>%1 forced this node to take over; it holds every acknowledged change.</source>
        <translation>%1がこのノードに引き継ぎを強制しました。このノードには確認済みの変更がすべてあります。</translation>
    </message>
    <message>
        <source>%1 forced this node to take over what the other one handed over; nothing is lost by it.</source>
        <translation>%1がこのノードに、相手ノードが引き渡したサービスの引き継ぎを強制しました。データの損失はありません。</translation>
    </message>
    <message>
        <source>A forced start is refused: this node has not yet given %1 up.</source>
        <translation>強制起動を拒否しました: このノードはまだ%1を障害と判断していません。</translation>
    </message>
    <message>
        <source>A start is refused: this node is SECOND.</source>
        <translation>起動を拒否しました: このノードはSECONDです。</translation>
    </message>
    <message>
        <source>A request is refused: this node is SECOND. Ask %1.</source>
        <translation>要求を拒否しました: このノードはSECONDです。%1に要求してください。</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms: until %2 says that the copy here is still in sync, it does not take over.</source>
        <translation>このノードの動作が%1ミリ秒間止まっていました。このノードのコピーが同期したままであることを%2が確認するまで、引き継ぎは行いません。</translation>
    </message>
    <message>
        <source>%1 goes on without this copy: it is not uptodate until it has been synchronised again.</source>
        <translation>%1はこのコピーなしで続行しています。再同期が完了するまで、このコピーはuptodateではありません。</translation>
    </message>
    <message>
        <source>%1 handed over and becomes the standby: this node serves.</source>
        <translation>%1がサービスを引き渡し、待機系になります。このノードがサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 stopped serving and handed over: this node takes over.</source>
        <translation>%1がサービスの提供を停止して引き渡しました。このノードが引き継ぎます。</translation>
    </message>
    <message>
        <source>%1 stopped serving. Failover is off: this node does not take over by itself. Start %1, or force this node; nothing is lost by it.</source>
        <translation>%1がサービスの提供を停止しました。フェイルオーバーが無効のため、このノードは自動的には引き継ぎません。%1を起動するか、このノードを強制起動してください。データの損失はありません。</translation>
    </message>
    <message>
        <source>The engine of %1 died and was started again; this node holds every acknowledged change and takes over.</source>
        <translation>%1のエンジンが異常終了し、再び起動しました。このノードには確認済みの変更がすべてあるため、引き継ぎます。</translation>
    </message>
    <message>
        <source>The engine of %1 was started again: this copy is not uptodate until it has been synchronised again.</source>
        <translation>%1のエンジンが再び起動しました。再同期が完了するまで、このコピーはuptodateではありません。</translation>
    </message>
    <message>
        <source>%1 says that the copy here is still in sync: this node may take over.</source>
        <translation>%1が、このノードのコピーは同期したままであることを確認しました。このノードは引き継ぎが可能です。</translation>
    </message>
    <message>
        <source>The stream from %1 ended and did not come back: this copy is not uptodate until it has been synchronised again.</source>
        <translation>%1からのストリームが終了し、復旧しませんでした。再同期が完了するまで、このコピーはuptodateではありません。</translation>
    </message>
    <message>
        <source>%1 gave the synchronisation of this copy up; it begins another.</source>
        <translation>%1がこのコピーの同期を中止しました。新しい同期を開始します。</translation>
    </message>
    <message>
        <source>%1 serves another history than the one of the copy here.</source>
        <translation>%1は、このノードのコピーとは異なる履歴のデータでサービスを提供しています。</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here: it is not taken over.</source>
        <translation>%1は、このノードのコピーより古いデータでサービスを提供しています。そのデータは取り込みません。</translation>
    </message>
    <message>
        <source>%1 no longer serves: this node asks what it holds.</source>
        <translation>%1はサービスの提供をやめました。このノードは相手ノードが持つデータを確認します。</translation>
    </message>
    <message>
        <source>The engine of %1 died and its fence confirms that nothing of it is left; this node holds every acknowledged change and takes over.</source>
        <translation>%1のエンジンが異常終了し、何も残っていないことをフェンスが確認しました。このノードには確認済みの変更がすべてあるため、引き継ぎます。</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s on every network, and this node holds every acknowledged change: it takes over.</source>
        <translation>%1の応答がすべてのネットワークで%2秒間ありません。このノードには確認済みの変更がすべてあるため、引き継ぎます。</translation>
    </message>
    <message>
        <source>%1 is silent. Failover is off: this node does not take over by itself. Force it to serve; nothing is lost by it.</source>
        <translation>%1の応答がありません。フェイルオーバーが無効のため、このノードは自動的には引き継ぎません。このノードを強制起動してください。データの損失はありません。</translation>
    </message>
    <message>
        <source>%1 is silent since this node did not run for a while, and may have gone on without it.</source>
        <translation>このノードの動作がしばらく止まってから、%1の応答がありません。相手ノードがこのノードなしで続行した可能性があります。</translation>
    </message>
    <message>
        <source>%1 is silent, and the copy here is not uptodate: this node does not take over.</source>
        <translation>%1の応答がありませんが、このノードのコピーはuptodateではないため、引き継ぎません。</translation>
    </message>
    <message>
        <source>%1 connected to synchronise this copy.</source>
        <translation>%1がこのコピーを同期するために接続しました。</translation>
    </message>
    <message>
        <source>A session that was given up, or of an engine not heard yet, is closed.</source>
        <translation>中止されたセッション、またはまだ確認できていないエンジンのセッションを閉じました。</translation>
    </message>
    <message>
        <source>%1 serves another history than the one of the copy here, which is not overwritten.</source>
        <translation>%1は、このノードのコピーとは異なる履歴のデータでサービスを提供しています。このコピーは上書きされません。</translation>
    </message>
    <message>
        <source>%1 serves data that is older than the copy here, which is not overwritten.</source>
        <translation>%1は、このノードのコピーより古いデータでサービスを提供しています。このコピーは上書きされません。</translation>
    </message>
    <message>
        <source>This copy is being synchronised from %1.</source>
        <translation>このコピーを%1から同期しています。</translation>
    </message>
    <message>
        <source>This copy is complete; %1 records it.</source>
        <translation>このコピーは完全になりました。%1がそのことを記録します。</translation>
    </message>
    <message>
        <source>This copy is uptodate: this node takes over if %1 fails.</source>
        <translation>このコピーはuptodateです。%1に障害が発生すると、このノードが引き継ぎます。</translation>
    </message>
    <message>
        <source>Word of a session that was given up is not heeded.</source>
        <translation>中止されたセッションからの通知は無視します。</translation>
    </message>
    <message>
        <source>The disk of this node is full (%2), so it cannot follow %1. Make room; it tries again by itself.</source>
        <translation>このノードのディスクに空きがないため(%2)、%1のデータに追従できません。空き容量を確保してください。自動的に再試行します。</translation>
    </message>
    <message>
        <source>The stream from %1 ended (%2); its next word decides.</source>
        <translation>%1からのストリームが終了しました(%2)。相手ノードからの次の通知によって判断します。</translation>
    </message>
    <message>
        <source>The synchronisation from %1 broke off (%2); it is resumed.</source>
        <translation>%1からの同期が中断しました(%2)。同期を再開します。</translation>
    </message>
    <message>
        <source>This node cannot receive data: %1. It tries again by itself.</source>
        <translation>このノードはデータを受信できません: %1。自動的に再試行します。</translation>
    </message>
    <message>
        <source>This node tries again to receive data.</source>
        <translation>このノードはデータの受信を再試行しています。</translation>
    </message>
    <message>
        <source>This node asks again to be synchronised.</source>
        <translation>このノードは同期を再び要求しています。</translation>
    </message>
    <message>
        <source>This node is being stopped already.</source>
        <translation>このノードはすでに停止処理中です。</translation>
    </message>
    <message>
        <source>Nothing is received any more: this node is stopped.</source>
        <translation>データの受信を終了しました。このノードは停止しています。</translation>
    </message>
    <message>
        <source>Nothing is received any more: this node asks %1 what it holds.</source>
        <translation>データの受信を終了しました。このノードは%1が持つデータを確認します。</translation>
    </message>
    <message>
        <source>A request is refused: this node is changing its part.</source>
        <translation>要求を拒否しました: このノードは役割を変更しているところです。</translation>
    </message>
    <message>
        <source>%1 is there and went on without this copy: this node does not take over.</source>
        <translation>%1は動作しており、このコピーなしで続行しています。このノードは引き継ぎません。</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms while it was taking over: it asks %2 first.</source>
        <translation>引き継ぎ中にこのノードの動作が%1ミリ秒間止まっていたため、先に%2に確認します。</translation>
    </message>
    <message>
        <source>This node waits for %1 to become its standby before the application starts.</source>
        <translation>このノードは、アプリケーションを起動する前に、%1が待機系になるのを待っています。</translation>
    </message>
    <message>
        <source>It is recorded that this node serves without %1.</source>
        <translation>このノードが%1なしでサービスを提供することを記録しました。</translation>
    </message>
    <message>
        <source>%1 serves as well. It stays and this node gives way; what only this node has is kept beside.</source>
        <translation>%1もサービスを提供しています。相手ノードが提供を続け、このノードは提供をやめます。このノードにしかないデータは別に保管されます。</translation>
    </message>
    <message>
        <source>%1 took over meanwhile and holds newer data: this node stops serving.</source>
        <translation>その間に%1が引き継ぎ、より新しいデータを持っています。このノードはサービスの提供を停止します。</translation>
    </message>
    <message>
        <source>%1 served as well (split brain). This node stays; %1 gives way, and what only it has is kept beside.</source>
        <translation>%1もサービスを提供していました(スプリットブレイン)。このノードが提供を続け、%1は提供をやめます。相手ノードにしかないデータは別に保管されます。</translation>
    </message>
    <message>
        <source>This node connects to %1, its standby to be.</source>
        <translation>このノードは、待機系になる%1に接続しています。</translation>
    </message>
    <message>
        <source>%1 is the standby and holds the same data: this node serves.</source>
        <translation>%1は待機系で、同じデータを持っています。このノードがサービスを提供します。</translation>
    </message>
    <message>
        <source>The connection to %1 broke off (%2); this node tries again.</source>
        <translation>%1への接続が切断されました(%2)。このノードは再試行します。</translation>
    </message>
    <message>
        <source>%1 did not become the standby in time: this node serves without it.</source>
        <translation>%1は時間内に待機系になりませんでした。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 fell silent during the swap: this node serves without it.</source>
        <translation>切り替え中に%1の応答がなくなりました。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 is not going to be the standby: this node serves without it.</source>
        <translation>%1は待機系になりません。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 wants to be the standby: it is being synchronised.</source>
        <translation>%1が待機系になることを要求しています。相手ノードを同期しています。</translation>
    </message>
    <message>
        <source>%1 holds the same data: every acknowledged change is now on both nodes.</source>
        <translation>%1は同じデータを持っています。確認済みの変更はすべて両方のノードにあります。</translation>
    </message>
    <message>
        <source>%1 finished its synchronisation but is silent: this node goes on without it.</source>
        <translation>%1の同期は完了しましたが、応答がありません。このノードは単独で続行します。</translation>
    </message>
    <message>
        <source>The synchronisation of %1 broke off at its very end (%2): this node begins a new generation.</source>
        <translation>%1の同期が完了直前に中断しました(%2)。このノードは新しい世代を開始します。</translation>
    </message>
    <message>
        <source>The synchronisation of %1 broke off (%2); it is tried again.</source>
        <translation>%1の同期が中断しました(%2)。再試行します。</translation>
    </message>
    <message>
        <source>%1 gave its synchronisation up; it is tried again.</source>
        <translation>%1が同期を中止しました。再試行します。</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms. %2 is recorded outdated and cannot have served by itself: this node goes on.</source>
        <translation>このノードの動作が%1ミリ秒間止まっていました。%2はコピーが古いと記録されており、自動的にサービスを提供したはずはないため、このノードは続行します。</translation>
    </message>
    <message>
        <source>This node did not run for %1 ms, so %2 may have taken over: it acknowledges nothing and asks first.</source>
        <translation>このノードの動作が%1ミリ秒間止まっていたため、%2が引き継いだ可能性があります。このノードは書き込みに確認応答を返さず、先に確認します。</translation>
    </message>
    <message>
        <source>%1 is no longer the standby and knows it: this node serves without it.</source>
        <translation>%1は待機系ではなくなり、そのことを認識しています。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s on every network: this node serves without it.</source>
        <translation>%1の応答がすべてのネットワークで%2秒間ありません。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) and it is silent: this node serves without it.</source>
        <translation>%1へのストリームが終了し(%2)、応答もありません。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2): this node goes on alone as soon as the other one knows it, or is silent.</source>
        <translation>%1へのストリームが終了しました(%2)。相手ノードがそのことを認識するか、応答がなくなりしだい、このノードは単独で続行します。</translation>
    </message>
    <message>
        <source>%1 knows that it is outdated: this node serves without it.</source>
        <translation>%1は自身のコピーが古いことを認識しています。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s: this node serves without it.</source>
        <translation>%1の応答が%2秒間ありません。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) while this node asks.</source>
        <translation>このノードが確認している間に、%1へのストリームが終了しました(%2)。</translation>
    </message>
    <message>
        <source>%1 has served nothing and knows that it is outdated: this node serves without it.</source>
        <translation>%1はサービスを提供しておらず、自身のコピーが古いことを認識しています。このノードは単独でサービスを提供します。</translation>
    </message>
    <message>
        <source>%1 has served nothing and is still the standby: this node goes on.</source>
        <translation>%1はサービスを提供しておらず、待機系のままです。このノードは続行します。</translation>
    </message>
    <message>
        <source>%1 has served nothing: this node goes on alone as soon as the other one knows it.</source>
        <translation>%1はサービスを提供していません。自身のコピーが古いことを相手ノードが認識しだい、このノードは単独で続行します。</translation>
    </message>
    <message>
        <source>%1 may have taken over while this node did not run, and is silent: this node stops serving.</source>
        <translation>このノードの動作が止まっている間に%1が引き継いだ可能性がありますが、応答がありません。このノードはサービスの提供を停止します。</translation>
    </message>
    <message>
        <source>The folder is open and is being mounted.</source>
        <translation>フォルダーを開きました。マウントしています。</translation>
    </message>
    <message>
        <source>The folder is mounted: the services start.</source>
        <translation>フォルダーをマウントしました。サービスを起動します。</translation>
    </message>
    <message>
        <source>The services are started: the checkers look at them.</source>
        <translation>サービスを起動しました。チェッカーが確認しています。</translation>
    </message>
    <message>
        <source>The application answers.</source>
        <translation>アプリケーションが応答しています。</translation>
    </message>
    <message>
        <source>The virtual address is on this node.</source>
        <translation>このノードに仮想IPアドレスを割り当てました。</translation>
    </message>
    <message>
        <source>The replicated folder failed (%2): this node hands over to %1 and stops.</source>
        <translation>複製フォルダーに障害が発生しました(%2)。このノードは%1に引き渡して停止します。</translation>
    </message>
    <message>
        <source>The replicated folder failed (%1), and no other node can take over: this node stops. Repair it and start it again.</source>
        <translation>複製フォルダーに障害が発生し(%1)、引き継げるノードがないため、このノードは停止します。フォルダーを修復してから、再度起動してください。</translation>
    </message>
    <message>
        <source>The application failed (%1): it is started again, attempt %2 of %3.</source>
        <translation>アプリケーションに障害が発生しました(%1)。再起動します(%3回中%2回目)。</translation>
    </message>
    <message>
        <source>The application failed too often (%2): this node hands over to %1 and stops.</source>
        <translation>アプリケーションの障害が許容回数を超えました(%2)。このノードは%1に引き渡して停止します。</translation>
    </message>
    <message>
        <source>The application failed too often (%1), and no other node can take over: this node stops. Repair the application and start it again.</source>
        <translation>アプリケーションの障害が許容回数を超え(%1)、引き継げるノードがないため、このノードは停止します。アプリケーションを修復してから、再度起動してください。</translation>
    </message>
    <message>
        <source>The services are stopped and start again.</source>
        <translation>サービスを停止しました。再び起動します。</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1), so it cannot be started again: this node stops.</source>
        <translation>アプリケーションのプロセスが強制終了(kill)しても終了しないため(%1)、アプリケーションを再起動できません。このノードは停止します。</translation>
    </message>
    <message>
        <source>The services did not stop within %1 s: they are killed.</source>
        <translation>サービスが%1秒以内に停止しませんでした。強制終了します。</translation>
    </message>
    <message>
        <source>The virtual address cannot be had here (%2): this node hands over to %1 and stops.</source>
        <translation>このノードに仮想IPアドレスを割り当てられません(%2)。このノードは%1に引き渡して停止します。</translation>
    </message>
    <message>
        <source>The virtual address cannot be had (%1): this node tries again by itself.</source>
        <translation>仮想IPアドレスを割り当てられません(%1)。このノードは自動的に再試行します。</translation>
    </message>
    <message>
        <source>%1 asked for a swap: this node stops the application and hands over.</source>
        <translation>%1が切り替えを要求しました。このノードはアプリケーションを停止して引き渡します。</translation>
    </message>
    <message>
        <source>A swap is refused: %1 does not hold all data yet.</source>
        <translation>切り替えを拒否しました: %1にはまだすべてのデータがありません。</translation>
    </message>
    <message>
        <source>%1 stopped the module, whose writes were waiting: nothing of them was acknowledged.</source>
        <translation>書き込みが保留中のときに、%1がモジュールを停止しました。保留中の書き込みに確認済みのものはありません。</translation>
    </message>
    <message>
        <source>The engine was told to end while writes were waiting: nothing of them was acknowledged.</source>
        <translation>書き込みが保留中のときに、エンジンが終了を指示されました。保留中の書き込みに確認済みのものはありません。</translation>
    </message>
    <message>
        <source>The engine was told to end: this node stops the application and hands over if %1 holds all data.</source>
        <translation>エンジンが終了を指示されました。このノードはアプリケーションを停止し、%1がすべてのデータを持っていれば引き渡します。</translation>
    </message>
    <message>
        <source>%1 asked for a restart of the services.</source>
        <translation>%1がサービスの再起動を要求しました。</translation>
    </message>
    <message>
        <source>A restart is refused: the services are only starting.</source>
        <translation>再起動を拒否しました: サービスはまだ起動中です。</translation>
    </message>
    <message>
        <source>A start is refused: this node serves.</source>
        <translation>起動を拒否しました: このノードはサービスを提供しています。</translation>
    </message>
    <message>
        <source>The virtual address is tried again.</source>
        <translation>仮想IPアドレスの割り当てを再試行しています。</translation>
    </message>
    <message>
        <source>The engine was told to end: this node does not go on after it has stopped serving.</source>
        <translation>エンジンが終了を指示されました。このノードはサービスの提供を停止した後、続行しません。</translation>
    </message>
    <message>
        <source>A request is refused: this node is stopping.</source>
        <translation>要求を拒否しました: このノードは停止処理中です。</translation>
    </message>
    <message>
        <source>The stream to %1 ended (%2) before this node had handed over: the swap is broken off.</source>
        <translation>このノードが引き渡す前に、%1へのストリームが終了しました(%2)。切り替えを中断します。</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1), and the folder is not closed yet.</source>
        <translation>アプリケーションのプロセスを強制終了しましたが、終了しません(%1)。フォルダーもまだ閉じられていません。</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1): the address and the folder are taken away from them.</source>
        <translation>アプリケーションのプロセスが強制終了(kill)しても終了しません(%1)。アドレスとフォルダーをプロセスから切り離します。</translation>
    </message>
    <message>
        <source>Processes of the application were killed and do not die (%1). This node kills them again and again; until they are gone it neither stops nor hands over. If they stay, restart this computer.</source>
        <translation>アプリケーションのプロセスが強制終了(kill)しても終了しません(%1)。このノードは強制終了を繰り返しており、プロセスがなくなるまで停止も引き渡しも行いません。残り続ける場合は、このコンピューターを再起動してください。</translation>
    </message>
    <message>
        <source>The folder was closed by force and does not close: its disk does not answer. The engine ends itself, so that %1 hears nothing any more and can take over. Look at the disk of this computer.</source>
        <translation>フォルダーを強制的に閉じようとしましたが、ディスクの応答がないため閉じられません。%1がこのノードからの通信の途絶を検知して引き継げるように、エンジンは自ら終了します。このコンピューターのディスクを確認してください。</translation>
    </message>
    <message>
        <source>The folder was closed by force and does not close: its disk does not answer. Nothing is acknowledged any more, and no other node can take over. Look at the disk of this computer; if it stays so, restart the computer.</source>
        <translation>フォルダーを強制的に閉じましたが、閉じられません。ディスクが応答していません。これ以降の変更は一切確認されず、引き継げるノードもありません。このコンピューターのディスクを確認してください。改善しない場合は、コンピューターを再起動してください。</translation>
    </message>
    <message>
        <source>What survived is killed again.</source>
        <translation>残っているプロセスを再び強制終了します。</translation>
    </message>
    <message>
        <source>Closing does not end by itself: it is forced. The address goes first, then the folder, then the services.</source>
        <translation>終了処理が自然に完了しないため、強制的に閉じます。アドレス、フォルダー、サービスの順に閉じます。</translation>
    </message>
    <message>
        <source>Everything is closed here, and %1 holds all of it: it serves from now on.</source>
        <translation>このノードではすべてを閉じました。%1がすべてのデータを持っています。これからは相手ノードがサービスを提供します。</translation>
    </message>
    <message>
        <source>The swap is broken off: this node asks %1 what it holds and serves again if it can.</source>
        <translation>切り替えが中断しました。このノードは%1が持つデータを確認し、可能であれば再びサービスを提供します。</translation>
    </message>
    <message>
        <source>Everything is closed here, and %1 holds all of it: this node is stopped.</source>
        <translation>このノードではすべてを閉じました。%1がすべてのデータを持っています。このノードは停止しています。</translation>
    </message>
    <message>
        <source>Everything is closed: this node is stopped.</source>
        <translation>すべてを閉じました。このノードは停止しています。</translation>
    </message>
    <message>
        <source>Everything is closed: this node asks %1 what it holds.</source>
        <translation>すべてを閉じました。このノードは%1が持つデータを確認します。</translation>
    </message>
    <message>
        <source>Closing goes on with the next part.</source>
        <translation>次の対象の終了処理に進みます。</translation>
    </message>
    <message>
        <source>This node could not write its record (%1) before its engine ends itself: it may start by itself again. Look at the disk of this computer.</source>
        <translation>エンジンが自ら終了する前に、このノードの記録を書き込めませんでした(%1)。自動的に再び起動することがあります。このコンピューターのディスクを確認してください。</translation>
    </message>
</context>
</TS>
