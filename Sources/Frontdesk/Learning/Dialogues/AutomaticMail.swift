/// What programs write in a customer's name: absence notes, failed deliveries, tickets' notices.
package enum AutomaticMail {
    /// Whether a text was written by a program; one with a question in it was not.
    package static func isOne(_ text: String) -> Bool {
        guard !text.contains("?"), !text.contains("？") else { return false }
        let line = text.lowercased().onOneLine
        return marks.contains { line.contains($0) }
    }

    private static let marks = [
        "out of office", "out of the office", "automatic reply", "auto-reply", "autoreply", "auto reply",
        "automated response", "automated message", "automated email", "automatically generated", "do not reply to this",
        "please do not reply", "please do not respond to this", "undeliverable", "delivery status notification",
        "mail delivery failed", "delivery has failed", "could not be delivered to the following", "mailer-daemon",
        "returned mail", "mailbox is full", "mailbox is not monitored", "ticket has been created",
        "ticket has been received",
        "ticket has been closed", "ticket has been updated", "your request has been received and is being",
        "自动回复", "自动答复", "请勿回复", "请勿直接回复", "不在办公室", "退信", "投递失败", "无法投递", "邮件发送失败", "系统自动发",
        "由系统发出", "工单已创建", "工单已关闭", "工单已更新",
    ]
}
