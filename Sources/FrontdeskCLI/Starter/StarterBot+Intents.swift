extension StarterBot {
    static let greeting = """
        intent: greeting
        title: Saying hello
        description: The customer says hello and nothing else.
        examples: |
          - hello
          - hi
          - hi there
          - hey
          - good morning
          - good afternoon
          - good evening, anyone there?
          - hello hello
          - hey, how are you
          - greetings
          - hi robin
          - is somebody here
        answers:
          - en: Hello! I'm {{facts.bot}}, the chat bot of {{facts.shop}}. What can I do for you?
          - en: Hi, {{facts.bot}} here, the bot of {{facts.shop}}. How can I help?

        """

    static let thanks = """
        intent: thanks
        title: Saying thanks
        description: The customer says thanks or goodbye.
        examples: |
          - thanks
          - thank you
          - thanks a lot
          - great, thank you so much
          - cheers
          - ok thx
          - that helped, thanks
          - perfect
          - thanks, bye
          - goodbye
          - have a nice day
          - that's all, thank you
        answers:
          - en: You're welcome!
          - en: Glad to help. Have a good day!

        """

    static let openingHours = """
        intent: opening_hours
        title: Opening hours
        description: The customer asks when people can be reached.
        examples: |
          - when are you open
          - opening hours
          - what are your business hours?
          - are you open today
          - until when can I call
          - do you work on weekends
          - is anybody there on sunday
          - what time do you close
          - from when can I reach you in the morning
          - are you open on public holidays
          - office hours please
          - still open now?
        answers:
          - en: My colleagues are there {{facts.hours}}. I'm here all the time.

        """

    static let deliveryTime = """
        intent: delivery_time
        title: How long delivery takes
        description: The customer asks how long delivery takes.
        examples: |
          - how long does delivery take
          - when will it arrive if I order today
          - delivery time?
          - how fast do you ship
          - shipping duration
          - will I get it before the weekend
          - how many days until it gets here
          - I need it by Friday, is that possible
          - do you deliver the next day
          - what's the usual shipping time
          - when does my parcel come
          - how soon can you deliver
        answers:
          - en: Delivery takes {{facts.delivery_days}} from the day you order.
          - en: Parcels usually arrive {{facts.delivery_days}} after the order.

        """

    static let returnGoods = """
        intent: return_goods
        title: Sending something back
        description: The customer wants to send something back, or asks whether that is possible.
        examples: |
          - I want to return something
          - how do I send it back
          - can I give the shoes back
          - return policy
          - how long do I have for a return
          - it doesn't fit, I'd like my money back
          - where is the return label
          - the colour is wrong, can it go back?
          - don't like it, want to return it
          - is it possible to return a used item
          - I ordered two sizes and keep only one
          - refund for goods sent back
        answers:
          - en: You can send anything unused back within {{facts.return_days}}. The label is in your account, under "Orders".

        """

    /// An intent with a slot: the bot asks for it where the message does not hold it.
    static let orderChange = """
        intent: order_change
        title: Changing or cancelling an order
        description: The customer wants to change or cancel an order that is not delivered yet.
        examples: |
          - I want to change my order
          - please cancel order [10234](order_number)
          - cancel my order
          - can I still add something to my order
          - wrong size ordered, please change it to M
          - I entered the wrong address
          - ordered twice by mistake, cancel one
          - change the colour in order [20811](order_number)
          - need to change the delivery address
          - I don't want it any more, please cancel
          - can you take one item off order [31007](order_number)
          - modify my order
        slots:
          order_number:
            type: number
            ask:
              en: Which order is it? Its number stands in the confirmation mail.
        answers:
          - en: 'Order {{order_number}} can be changed in your account, under "Orders", until it is packed. After that: {{facts.contact}}'

        """

    static let talkToHuman = """
        intent: talk_to_human
        title: Talking to a person
        description: The customer asks for a person.
        handoff: requested
        examples: |
          - I want to talk to a human
          - can I speak to a person
          - agent please
          - human
          - connect me with customer service
          - let me talk to somebody real
          - I don't want to talk to a bot
          - is there a real person here
          - operator
          - can somebody call me back
          - I need to speak to your staff
          - transfer me to an employee
        answers:
          - en: Of course. {{facts.contact}}

        """
}
