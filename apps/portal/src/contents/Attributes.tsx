/** What an object says, attribute by attribute, by the keywords of the standard (PS3.6); items within items. */

import classes from './ContentsPage.module.css'
import type { Attribute } from './read-contents.ts'

export function Attributes({ attributes }: { attributes: readonly Attribute[] }) {
  return (
    <dl className={classes.attributes}>
      {attributes.map(({ tag, keyword, values, items }) => (
        <div key={tag}>
          <dt lang="en">{keyword}</dt>
          <dd>
            {values.join(' \\ ')}
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: items of a sequence are known by their place
              <Attributes key={index} attributes={item} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
