import LoaCommands

await Loa.run(Array(CommandLine.arguments.dropFirst()))
