internal import ArgumentParser

/// Who talks, and in which conversation.
struct ConversationOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The customer, as your other systems know them.", valueName: "id"))
    var customer: String?

    @Option(name: .long, help: ArgumentHelp("The conversation to go on with.", valueName: "id"))
    var conversation: String?
}
