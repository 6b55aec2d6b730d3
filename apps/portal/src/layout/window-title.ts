/** What stands in the tab: the page's title, and before it how many messages nobody has read yet, wherever one is. */
let title = 'ePACS'
let unread = 0

function show(): void {
  document.title = unread > 0 ? `(${unread}) ${title}` : title
}

export function showTitle(next: string): void {
  title = next
  show()
}

export function showUnread(count: number): void {
  unread = count
  show()
}
