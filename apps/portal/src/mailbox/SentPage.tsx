export function SentPage() {
  return null
}
