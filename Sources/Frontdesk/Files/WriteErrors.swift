internal import BERT

/// Runs what writes a checkpoint or tensors; that it cannot be written is an error of input and output.
func writing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as CheckpointError {
        throw BotError(.inputOutput, "\(error)")
    } catch let error as SafetensorsError {
        throw BotError(.inputOutput, "\(error)")
    }
}
