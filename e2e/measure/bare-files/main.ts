/**
 * The least that a page can do with thousands of files: it takes them, and lets a worker read how each begins, a few at a
 * time. What the portal's page is measured against; without a framework, and it shows nothing.
 */

/** As many as the portal asks for at once. */
const ASKED_AT_ONCE = 10
/** Asking the disk for a file's size holds the page up: as long as the portal does it at a time. */
const STRETCH_MS = 10

const input = document.querySelector('input')
if (input === null) throw new Error('index.html has no input')

input.addEventListener('change', () => {
  const files = [...(input.files ?? [])]
  told('taken', files)
})

addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', async (event) => {
  event.preventDefault()
  // Afterwards the browser has forgotten the entries.
  const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry())
  const files: File[] = []
  for (const entry of entries) if (entry !== null) files.push(...(await filesIn(entry)))
  told('taken', files)
})

/** The test looks at what the page says of itself, and tells it to go on. */
function told(phase: 'taken' | 'read', files: readonly File[]): void {
  document.body.dataset.files = String(files.length)
  document.body.dataset.phase = phase
  if (phase === 'taken') addEventListener('go-on', () => void read(files), { once: true })
}

async function filesIn(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  if (!isDirectory(entry)) return []
  const reader = entry.createReader()
  const files: File[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (portion.length === 0) return files
    for (let at = 0; at < portion.length; at += ASKED_AT_ONCE) {
      const asked = portion.slice(at, at + ASKED_AT_ONCE)
      files.push(...(await Promise.all(asked.map(filesIn))).flat())
    }
  }
}

async function read(files: readonly File[]): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', () => told('read', files))
  let batch: File[] = []
  let begunMs = performance.now()
  for (const file of files) {
    if (file.size > 0) batch.push(file)
    if (batch.length === 0 || performance.now() - begunMs < STRETCH_MS) continue
    worker.postMessage(batch)
    await new Promise((resolve) => setTimeout(resolve))
    batch = []
    begunMs = performance.now()
  }
  if (batch.length > 0) worker.postMessage(batch)
  worker.postMessage([])
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
