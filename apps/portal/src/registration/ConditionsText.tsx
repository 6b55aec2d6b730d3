/** The conditions' Markdown: a heading, paragraphs and numbered lists, nothing else; whatever else stands there is shown as it is. */
import classes from '../layout/Prose.module.css'

interface Block {
  readonly kind: 'heading' | 'list' | 'paragraph'
  readonly lines: readonly string[]
}

function blocksOf(markdown: string): readonly Block[] {
  return markdown
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): Block => {
      const words = part.replace(/\s*\n\s+/g, ' ')
      if (words.startsWith('#')) return { kind: 'heading', lines: [words.replace(/^#+\s*/, '')] }
      if (/^(?:\d+\.|-) /.test(words))
        return { kind: 'list', lines: words.split('\n').map((line) => line.replace(/^(?:\d+\.|-)\s+/, '')) }
      return { kind: 'paragraph', lines: [words] }
    })
}

export function ConditionsText({ text }: { readonly text: string }) {
  // The page and the form have a heading of their own.
  const blocks = blocksOf(text).filter(({ kind }, position) => position > 0 || kind !== 'heading')
  return (
    <div className={classes.prose}>
      {blocks.map(({ kind, lines }) => {
        const key = lines[0]
        if (kind === 'heading') return <h3 key={key}>{key}</h3>
        if (kind === 'paragraph') return <p key={key}>{key}</p>
        return (
          <ol key={key}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        )
      })}
    </div>
  )
}
