import { type RefObject, useEffect, useRef, useState } from 'react';

/** More than a screen, so that content is drawn before it becomes visible. */
const AHEAD = '1000px';

/** Whether an element has been near the visible area. It stays true, so that nothing is drawn twice. */
export function useNear<T extends Element>(): readonly [RefObject<T | null>, boolean] {
  const ref = useRef<T>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!ref.current || isNear) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [isNear]);
  return [ref, isNear];
}
