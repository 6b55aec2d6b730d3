/**
 * A failure that the person at the terminal can do something about: its message is one sentence that names what is
 * wrong and what to do. Everything else that is thrown is a fault of ours and is shown with its stack.
 */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure'
}

/** Wrong options: exit code 2. */
export class Misuse extends DemoFailure {}
