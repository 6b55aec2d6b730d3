/** What the guides call by its name in bold is called so in the portal. */
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './programs.ts'

const GUIDES = ['user-guide', 'operator-guide']
const LANGUAGES = ['cs', 'en']
const BOLD = /\*\*(\p{Lu}[^*]*?)\*\*/gu

/** Bold, but no labels: what begins a paragraph or an item, and names of others. */
const EMPHASISED: ReadonlySet<string> = new Set([
  'Odborník',
  'ZIP',
  'Více pacientů',
  'Série, vyšetření i pacienty lze vyřadit',
  'Co vyplníte',
  'Co se stane',
  'Mapa',
  'S omezením',
  'Nefunguje',
  'E-maily',
  'Než výpis vydáte, ověřte, kdo žádá',
  'Several patients',
  'Series, studies and patients can be left out',
  'What you fill in',
  'What happens',
  'An answer',
  'Mails',
  'Limited',
  'Does not work',
  'Check who asks before you hand it over',
])

/** The portal has no text that begins so: those of buttons may go on with a name. */
export function unknownLabels(guide: string, texts: readonly string[]): string[] {
  const known = new Set(texts.map((text) => plainLabel(text.replace(/\{\{.*$/s, ''))))
  const labels = [...guide.matchAll(BOLD)].map(([, label = '']) => plainLabel(label))
  return [...new Set(labels)].filter((label) => !known.has(label) && !EMPHASISED.has(label))
}

function plainLabel(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:,]$/, '')
}

export async function labelFaults(): Promise<string[]> {
  const faults: string[] = []
  for (const language of LANGUAGES) {
    const texts = await textsOf(language)
    for (const guide of GUIDES) {
      const path = `docs/${guide}.${language}.md`
      const unknown = unknownLabels(await readFile(join(repository, path), 'utf8'), texts)
      faults.push(...unknown.map((label) => `${path}: the portal calls nothing “${label}”`))
    }
  }
  return faults
}

async function textsOf(language: string): Promise<readonly string[]> {
  const folder = join(repository, 'apps/portal/src/i18n', language)
  const texts: string[] = []
  for await (const file of glob('*.json', { cwd: folder }))
    texts.push(...within(JSON.parse(await readFile(join(folder, file), 'utf8'))))
  return texts
}

function within(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(within) : []
}
