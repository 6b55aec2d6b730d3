/** The text and the HTML of a mail, from the same blocks: both always say the same. */
import type { Language } from '@epacs/exchange'
import { MAIL_LANGUAGES } from './languages/index.ts'
import type { Block, MailText } from './message.ts'

export interface RenderedMail {
  /** On one line: a line break would begin another header. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

export function render({ subject, blocks }: MailText, language: Language, portal: string): RenderedMail {
  const footer = MAIL_LANGUAGES[language].footer(portal)
  return {
    subject: subject.replace(/[\p{C}\s]+/gu, ' ').trim(),
    text: `${blocks.map(asText).join('\n\n')}\n\n-- \n${footer}\n`,
    html: page(blocks.map(asHtml).join('\n'), language, footer),
  }
}

function asText(block: Block): string {
  if (block.kind === 'link') return `${block.label}:\n${block.address}`
  if (block.kind === 'code') return `${block.label}:\n${block.code}`
  if (block.kind === 'quote') return block.text.replace(/^/gm, '> ')
  return block.text
}

/** Mail programs know no style sheets worth the name: styles stand at the elements. */
function asHtml(block: Block): string {
  if (block.kind === 'link') {
    const style =
      'display:inline-block;padding:10px 18px;background:#1a4b8c;color:#ffffff;text-decoration:none'
    const address = escaped(block.address)
    return `<p><a href="${address}" style="${style}">${escaped(block.label)}</a></p>
<p style="font-size:13px;color:#4a4a4a;word-break:break-all">${address}</p>`
  }
  if (block.kind === 'code') {
    return `<p>${escaped(block.label)}:<br><code style="font-size:16px">${escaped(block.code)}</code></p>`
  }
  const words = escaped(block.text).replaceAll('\n', '<br>')
  if (block.kind === 'quote') {
    return `<blockquote style="margin:0;padding:0 0 0 12px;border-left:3px solid #8a8a8a">${words}</blockquote>`
  }
  return `<p>${words}</p>`
}

function page(content: string, language: Language, footer: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;font:16px/1.5 Arial,sans-serif;color:#1c1c1c;background:#ffffff">
<div style="max-width:600px">
${content}
<p style="margin-top:32px;font-size:13px;color:#4a4a4a">${escaped(footer)}</p>
</div>
</body>
</html>
`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}
