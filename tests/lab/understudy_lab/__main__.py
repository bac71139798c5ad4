import sys

from understudy_lab.cli import main

sys.exit(main(sys.argv[1:]))
