/** A mail as it would arrive, of sample values. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailBlock, MailPreview } from '../../api/wordings.ts'
import card from '../Card.module.css'
import classes from './Wordings.module.css'

interface PreviewProps {
  readonly preview: MailPreview
  readonly language: string
}

export function Preview({ preview: { subject, blocks }, language }: PreviewProps) {
  const { t } = useTranslation('wordings')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={`${card.card} ${classes.preview}`} aria-labelledby="preview">
      <h2 id="preview">{t('preview.title')}</h2>
      <p className={classes.hint}>{t('preview.lead')}</p>
      <h3 ref={heading} tabIndex={-1} lang={language}>
        {subject}
      </h3>
      <div lang={language} className={classes.preview}>
        {blocks.map((block, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mail's paragraphs never move
          <Part key={position} block={block} />
        ))}
      </div>
    </section>
  )
}

function Part({ block }: { block: MailBlock }) {
  if (block.kind === 'quote') return <blockquote className={classes.lines}>{block.text}</blockquote>
  if (block.kind === 'link') {
    return (
      <p>
        <span className={classes.link}>{block.label}</span>
        <br />
        {block.address}
      </p>
    )
  }
  if (block.kind === 'code') {
    return (
      <p>
        {block.label}:<br />
        <code>{block.code}</code>
      </p>
    )
  }
  return <p className={classes.lines}>{block.text}</p>
}
