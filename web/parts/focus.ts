/** A ref that puts the focus on an element when it appears. One function for all, so that a render does not repeat it. */
export const focusOnce = (element: HTMLElement | null): void => element?.focus();
