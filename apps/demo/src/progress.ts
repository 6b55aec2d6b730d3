/** Shows how far the start has come: listr2's animation on a terminal, one plain line per step elsewhere. */
import { Listr } from 'listr2'

/** What a step gives back: its result, and a few words for its line. */
export interface Outcome<Result> {
  readonly result: Result
  readonly detail: string
}

export interface Progress {
  /** Runs one step under a line of its own. */
  step<Result>(title: string, run: () => Promise<Outcome<Result>>): Promise<Result>
}

function timed(detail: string, sinceMs: number): string {
  return `${detail} (${((Date.now() - sinceMs) / 1000).toFixed(1)} s)`
}

export function plainProgress(write: (text: string) => void): Progress {
  return {
    async step(title, run) {
      write(`${title} ... `)
      const sinceMs = Date.now()
      try {
        const { result, detail } = await run()
        write(`${timed(detail, sinceMs)}\n`)
        return result
      } catch (error) {
        write('failed\n')
        throw error
      }
    },
  }
}

export function animatedProgress(): Progress {
  return {
    async step<Result>(title: string, run: () => Promise<Outcome<Result>>) {
      const sinceMs = Date.now()
      const done: Result[] = []
      const task = {
        title,
        task: async (_context: unknown, line: { title: string }) => {
          const { result, detail } = await run()
          line.title = `${title}: ${timed(detail, sinceMs)}`
          done.push(result)
        },
      }
      // Signals are the demo's own to handle: listr2 would exit at once and leave processes behind.
      const rendererOptions = { showErrorMessage: false }
      await new Listr([task], { registerSignalListeners: false, rendererOptions }).run()
      const [result] = done
      return result as Result
    },
  }
}
