/**
 * Enter presses the link or button that has the focus. The viewer takes the key for its own (it accepts a preview with it)
 * wherever the focus is, so that without a mouse nobody could leave or press anything.
 */
export function letEnterPress(): void {
  // The viewer listens at the document, to which the key does not come from here.
  document.body.addEventListener('keydown', (event) => {
    const isPressed = event.target instanceof Element && event.target.closest('a[href], button') !== null
    if (event.key === 'Enter' && isPressed) event.stopPropagation()
  })
}
