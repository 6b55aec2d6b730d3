/** Files from a terminal to a participant, without a running node; what was broken off is gone on with. */

export { terminateUpload as giveUp } from '../centre/upload.ts'
export {
  type DirectlySent,
  type DirectSending,
  type SendingStep,
  sendDirectly,
} from './send-directly.ts'
export {
  forgetSending,
  forgottenAfterDays,
  removeOldSendings,
  type Unfinished,
  unfinishedSendings,
} from './unfinished.ts'
