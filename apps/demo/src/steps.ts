/** Shows how far the start has come: listr2's animated list on a terminal, one plain line per step elsewhere. */
import { Listr } from 'listr2'

export interface Step {
  readonly title: string
  /** Does the work; what it returns is shown beside the title. `report` shows how far it has come. */
  run(report: (detail: string) => void): Promise<string>
}

function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}

async function runPlain(steps: readonly Step[], write: (text: string) => void): Promise<void> {
  for (const [index, step] of steps.entries()) {
    write(`[${index + 1}/${steps.length}] ${step.title} ... `)
    const sinceMs = Date.now()
    try {
      const detail = await step.run(() => {})
      write(`${detail} (${seconds(sinceMs)})\n`)
    } catch (error) {
      write('failed\n')
      throw error
    }
  }
}

async function runAnimated(steps: readonly Step[]): Promise<void> {
  const list = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { title: string; output: string }) => {
        const sinceMs = Date.now()
        const detail = await run((progress) => {
          task.output = progress
        })
        task.title = `${title}: ${detail} (${seconds(sinceMs)})`
      },
    })),
    // Signals are the demo's own to handle: listr2 would exit at once and leave processes behind.
    { registerSignalListeners: false, rendererOptions: { showErrorMessage: false } },
  )
  await list.run()
}

export function runSteps(
  steps: readonly Step[],
  isAnimated: boolean,
  write: (text: string) => void,
): Promise<void> {
  return isAnimated ? runAnimated(steps) : runPlain(steps, write)
}
