/** What a C-STORE is answered with (PS3.4 table B.2-1, PS3.7 §9.1.1.1.9), by what became of the instance. */
import type { DicomProblem } from '@epacs/dicom'
import { type Outcome, STATUS } from '@epacs/dicom/network'
import type { Taking } from './receptions.ts'

export type StoreResult =
  | Taking
  | 'out-of-space'
  | 'other-instance'
  | 'other-class'
  | 'no-patient'
  | 'unreadable'

interface Answer extends Outcome {
  /** For the conformance statement. */
  readonly meaning: string
}

export const ANSWERS: Readonly<Record<StoreResult, Answer>> = {
  taken: { status: STATUS.success, meaning: 'The instance is written and belongs to a message.' },
  repeated: {
    status: STATUS.success,
    meaning: 'The same instance had come before, in this message or an incomplete one; it is not doubled.',
  },
  'mailbox-full': {
    status: STATUS.outOfResources,
    errorComment: 'The mailbox of the receiver is full',
    meaning: "The quota of the receiving institution's mailbox does not hold the instance.",
  },
  'too-much-open': {
    status: STATUS.outOfResources,
    errorComment: 'Too much of this sender is under way',
    meaning: "The sending institution's limit of messages, or of bytes, under way is reached.",
  },
  'out-of-space': {
    status: STATUS.outOfResources,
    errorComment: 'The centre has no space for it now',
    meaning: "The centre's disk has come to its reserve.",
  },
  cancelled: {
    status: STATUS.notAuthorized,
    errorComment: 'The sender has cancelled the message',
    meaning: 'The message that this association was sending was cancelled by its sender.',
  },
  conflicting: {
    status: STATUS.duplicateSopInstance,
    errorComment: 'Other content came under this UID before',
    meaning: 'An instance with this SOP Instance UID and other content was received before; that one stays.',
  },
  'other-class': {
    status: STATUS.dataSetDoesNotMatchSopClass,
    errorComment: 'The data set has another SOP Class UID',
    meaning: 'SOP Class UID (0008,0016) is not the one of the request.',
  },
  'other-instance': {
    status: STATUS.dataSetDoesNotMatchSopClass + 1,
    errorComment: 'The data set has another SOP Instance UID',
    meaning: 'SOP Instance UID (0008,0018) is not the one of the request.',
  },
  'no-patient': {
    status: STATUS.sopClassNotSupported,
    errorComment: 'Objects of no patient are not exchanged',
    meaning: 'The object belongs to no patient: a hanging protocol, a colour palette, …',
  },
  unreadable: {
    status: STATUS.cannotUnderstand,
    errorComment: 'The data set cannot be read',
    meaning: 'The data set is damaged, cut off, or lacks an identifying UID; the error comment says which.',
  },
}

export function answer(result: StoreResult): Outcome {
  const { status, errorComment } = ANSWERS[result]
  return { status, errorComment }
}

/** The problem's code says nothing that was read from a value. */
export function answerToProblem(problem: DicomProblem): Outcome {
  if (problem === 'non-patient-object') return answer('no-patient')
  return { status: ANSWERS.unreadable.status, errorComment: `The data set cannot be read: ${problem}` }
}
