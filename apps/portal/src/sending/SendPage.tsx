export function SendPage() {
  return null
}
export function SendToPage() {
  return null
}
