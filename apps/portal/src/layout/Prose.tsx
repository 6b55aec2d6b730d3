/**
 * Longer texts from the language files: a list of paragraphs (strings) and lists. Inside a text stand `<b>` and
 * links by name (`<institutions>…</institutions>`), never HTML.
 */
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { contactEmail } from '../api/contact.ts'
import { marked } from './marked.ts'
import classes from './Prose.module.css'

const links = {
  b: <b />,
  code: <code />,
  institutions: <Link to="/institutions" />,
  authorities: <Link to="/authorities" />,
  join: <Link to="/join" />,
  suppliers: <Link to="/join" hash="suppliers" />,
  help: <Link to="/help" />,
  signIn: <Link to="/sign-in" />,
  mailbox: <Link to="/mailbox" preload={false} />,
  mail: <WithAddress />,
} as const

/** The operator, with the address if there is one. */
function WithAddress({ children }: { children?: ReactNode }) {
  const contact = contactEmail()
  return (
    <>
      {children}
      {contact === null ? null : (
        <>
          {' ('}
          <a href={`mailto:${contact}`}>{contact}</a>)
        </>
      )}
    </>
  )
}

export type Block = string | { readonly steps: readonly string[] } | { readonly points: readonly string[] }

export function proseBlocks(t: TFunction, text: string): readonly Block[] {
  return t(text, { returnObjects: true }) as readonly Block[]
}

interface ProseProps {
  readonly t: TFunction
  readonly text: string
  /** Shows words in a way of its own, such as those that were looked for. */
  readonly shown?: (words: string) => ReactNode
}

export function Prose({ t, text, shown }: ProseProps) {
  const blocks = proseBlocks(t, text)
  return (
    <div className={classes.prose}>
      {blocks.map((block, position) => {
        const key = `${text}.${position}`
        if (typeof block === 'string') {
          return <p key={key}>{marked(block, links, shown)}</p>
        }
        const List = 'steps' in block ? 'ol' : 'ul'
        const items = 'steps' in block ? block.steps : block.points
        return (
          <List key={key}>
            {items.map((item) => (
              <li key={item}>{marked(item, links, shown)}</li>
            ))}
          </List>
        )
      })}
    </div>
  )
}
