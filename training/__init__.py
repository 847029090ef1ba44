"""How the bundled models were made: run the modules in the order of README.md."""
