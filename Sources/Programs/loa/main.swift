import LoaCommands

Loa.run(Array(CommandLine.arguments.dropFirst()))
