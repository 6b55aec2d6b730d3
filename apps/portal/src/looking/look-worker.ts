/** The worker that looks into files, so that the page answers while it does. */
import { Looking } from '@epacs/intake/looking'
import { BlobBytes } from './blob-bytes.ts'
import type { FromWorker, ToWorker } from './look-messages.ts'
import { openDirectory } from './zip-directory.ts'

/** Their beginnings are asked for together, and the next ones' while these are looked at. */
const filesTogether = 16
/** Between two reports; more when making one takes long, so that most of the time is spent on looking. */
const pauseMs = 400
const pausePerWork = 10

interface Waiting {
  readonly id: number
  readonly path: string
  readonly bytes: BlobBytes
}

const queue: Waiting[] = []
let filesSeen = 0
let filesBegun = 0
let filesLookedAt = 0
let isLast = false
let isRunning = false
let reportAtMs = performance.now() + pauseMs / 3

const looking = new Looking({
  openDirectory,
  onFile: () => (performance.now() < reportAtMs ? undefined : report()),
})

function say(message: FromWorker): void {
  postMessage(message)
}

async function report(): Promise<void> {
  const begunMs = performance.now()
  const isOver = isLast && filesLookedAt === filesSeen
  const found = await looking.found(isOver ? 'all' : 'so-far')
  say({ kind: 'found', found, filesDone: looking.filesDone, filesSeen, isOver })
  const nowMs = performance.now()
  reportAtMs = nowMs + Math.max(pauseMs, (nowMs - begunMs) * pausePerWork)
}

async function run(): Promise<void> {
  do {
    await lookAtWaiting()
    if (isLast) await report()
    // More may have come during the report.
  } while (filesLookedAt < queue.length)
}

async function lookAtWaiting(): Promise<void> {
  for (let next = queue[filesLookedAt]; next; next = queue[filesLookedAt]) {
    if (filesBegun < filesLookedAt + filesTogether) {
      const following = queue.slice(filesBegun, filesBegun + filesTogether)
      if (following.length > 0) BlobBytes.begin(following.map(({ bytes }) => bytes))
      filesBegun += following.length
    }
    await looking.lookAt(next)
    next.bytes.forget()
    filesLookedAt += 1
  }
}

async function work(message: ToWorker): Promise<void> {
  if (message.kind === 'choose') {
    const leftOut = new Set(message.leftOut)
    say({ kind: 'chosen', choice: looking.choice(leftOut), declared: looking.declaration(leftOut) })
    return
  }
  if (message.kind === 'locate') {
    say({ kind: 'located', place: looking.middleOf(message.series) })
    return
  }
  for (const { path, file } of message.files) {
    queue.push({ id: filesSeen, path, bytes: new BlobBytes(file) })
    filesSeen += 1
  }
  isLast = message.isLast
  if (isRunning) return
  isRunning = true
  await run()
  isRunning = false
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  work(data).catch((error: unknown) => {
    say({ kind: 'failed' })
    throw error
  })
})
