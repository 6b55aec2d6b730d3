/** The look at what is chosen, with what is left out of it and what the sender has answered. */
import { useEffect, useState } from 'react'
import type { ChosenItem } from '../sending/chosen-item.ts'
import { questionOf, type SendingLook } from './answers.ts'
import { withLeftOut } from './kept.ts'
import { useLook } from './use-look.ts'

const nothing: ReadonlySet<string> = new Set()

export function useSendingLook(items: readonly ChosenItem[]): SendingLook {
  const { look, state } = useLook(items)
  const [leftOut, setLeftOut] = useState(nothing)
  const [answered, setAnswered] = useState<string>()
  const question = questionOf(state, leftOut)
  // A new look counts its patients anew, and what was left out of other files says nothing about these.
  useEffect(() => {
    if (state.phase !== 'idle' && state.found !== undefined) return
    setLeftOut(nothing)
    setAnswered(undefined)
  }, [state])
  // What is sent as it is has nothing left out.
  const canLeaveOut = state.phase === 'done' || state.phase === 'looking'
  return {
    look,
    state,
    leftOut: canLeaveOut ? leftOut : nothing,
    onLeaveOut: (keys, isLeftOut) => setLeftOut((before) => withLeftOut(before, keys, isLeftOut)),
    question,
    isAnswered: question === undefined || answered === question.key,
    onAnswer: (isYes) => setAnswered(isYes ? question?.key : undefined),
  }
}
