/** Whether each request for images ended once, as it was answered. */
import type { Facts } from './facts.ts'
import type { Wrong } from './wrong.ts'

export function judgeRequests({ asked, requests }: Facts): Wrong[] {
  return asked.flatMap((each): Wrong[] => {
    const { number, asking: at, wanted, studyUid } = each
    const found = requests.filter((request) => request.number === number)
    const tell = (told: string): Wrong[] => [{ kind: 'request', number, at, told }]
    const [end, ...more] = found
    if (end === undefined) return tell('it is not known to the centre')
    if (more.length > 0) return tell(`it lies there ${found.length} times`)
    if (end.status !== wanted) return tell(`it is ${end.status}, and was ${wanted}`)
    if (wanted === 'refused') return end.refusal === null ? tell('its refusal has no reason') : []
    const isAnswered = end.studyUids.length === 1 && end.studyUids[0] === studyUid
    return isAnswered ? [] : tell(`it is answered by ${end.studyUids.length} messages, or by another one`)
  })
}
