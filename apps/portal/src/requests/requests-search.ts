/** From what stands in the list's address to what the centre is asked; words that mean nothing are passed over. */
import {
  type RequestsSearch,
  requestBoxes,
  requestSorts,
  requestStandings,
  urgencies,
} from '../api/requests.ts'
import type { RequestsUrl } from '../routes/search.ts'

export function requestsSearchOf({
  box,
  status,
  institution,
  urgency,
  sort,
  page,
}: RequestsUrl): RequestsSearch {
  return {
    box: requestBoxes.find((each) => each === box) ?? 'received',
    status: requestStandings.find((each) => each === status),
    institution: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(institution ?? '') ? institution : undefined,
    urgency: urgencies.find((each) => each === urgency),
    sort: requestSorts.find((each) => each === sort),
    page,
  }
}

export function isNarrowed(search: RequestsSearch): boolean {
  return [search.status, search.institution, search.urgency].some((each) => each !== undefined)
}
