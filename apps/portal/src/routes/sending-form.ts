/** A form with recipients comes whole: what is offered first must not push the rest away from under a hand. */
import { queryClient } from '../api/query-client.ts'
import { likelyRecipientsQuery } from '../api/recipients.ts'
import { texts } from './texts.ts'

export const sendingForm =
  (...features: readonly string[]) =>
  async () => {
    // One that fails is asked again by the form, which does without it.
    await Promise.all([
      texts('sending', 'favourites', ...features)(),
      queryClient.prefetchQuery({ ...likelyRecipientsQuery, retry: false }),
    ])
  }
