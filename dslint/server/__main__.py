"""Start the process that checks: `python -m dslint.server`. Editors start `dslint server` instead."""

from dslint.server.worker import main

main()
