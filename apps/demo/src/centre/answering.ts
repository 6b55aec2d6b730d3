/** Waits until each address of the demo answers, or the centre behind them is gone. */
import { DemoFailure } from '../failure.ts'
import type { HttpsClient } from './https-client.ts'
import type { CentreProcess } from './process.ts'

const LOOK_EVERY_MS = 100
/** First starts on slow disks make the database's files: a second here, many there. */
const ANSWER_WITHIN_MS = 120_000

async function answers(client: HttpsClient, url: string): Promise<string | true> {
  try {
    const { status } = await client.send(url)
    return status >= 200 && status < 400 ? true : `it answers ${status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Throws a DemoFailure that says which address does not answer, or what the centre said before it ended. */
export async function waitUntilAnswering(
  client: HttpsClient,
  urls: readonly string[],
  centre: CentreProcess,
  logPath: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + ANSWER_WITHIN_MS
  let isGone = false
  void centre.ended.then(() => {
    isGone = true
  })
  for (const url of urls) {
    for (;;) {
      signal.throwIfAborted()
      const answer = await answers(client, url)
      if (answer === true) break
      if (isGone) throw await centreDied(centre, logPath)
      if (Date.now() >= deadline) {
        throw new DemoFailure(`${url} does not answer (${answer}): see ${logPath} for what the centre says.`)
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
}

export async function centreDied(centre: CentreProcess, logPath: string): Promise<DemoFailure> {
  return new DemoFailure(
    `The centre has ended by itself; the end of ${logPath}:\n${await centre.lastWords()}`,
  )
}
