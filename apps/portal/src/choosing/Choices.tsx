/** Institutions to choose from, each a button; used at the sign-in and after it. */
import { useMutation } from '@tanstack/react-query'
import { ArrowRightIcon, BuildingIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './Choices.module.css'

interface ChoicesProps {
  readonly label: string
  readonly choices: readonly { readonly id: string; readonly name: string; readonly more: string }[]
  readonly onChoose: (id: string) => Promise<unknown>
}

export function Choices({ label, choices, onChoose }: ChoicesProps) {
  const choose = useMutation({ mutationFn: onChoose })
  return (
    <>
      {choose.error ? <ProblemNotice error={choose.error} /> : null}
      <ul className={classes.choices} aria-label={label}>
        {choices.map(({ id, name, more }) => (
          <li key={id}>
            <button
              type="button"
              className={classes.choice}
              disabled={choose.isPending}
              onClick={() => choose.mutate(id)}
            >
              <BuildingIcon size={28} />
              <span className={classes.text}>
                <span className={classes.name}>{name}</span>
                <span className={classes.more}>{more}</span>
              </span>
              <ArrowRightIcon />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
