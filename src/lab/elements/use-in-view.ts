import * as React from 'react';

/** Whether the element of `ref` is on the screen; true where the browser can't tell. */
export function useInView(ref: React.RefObject<Element>): boolean {
  const [isInView, setInView] = React.useState(true);
  React.useEffect(() => {
    const element = ref.current;
    if (element === null || typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(entries => {
      setInView(entries.some(entry => entry.isIntersecting));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return isInView;
}
