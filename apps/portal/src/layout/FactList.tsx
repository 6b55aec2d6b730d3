/** Names and values; what is not known is left out. */
interface FactListProps {
  readonly facts: readonly (readonly [string, string | null])[]
  readonly className?: string | undefined
}

export function FactList({ facts, className }: FactListProps) {
  return (
    <dl className={className}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
