/** One of several views: arrows move between them (WAI-ARIA, tabs pattern). */
import { useEffect, useRef } from "preact/hooks";

interface Props<Key extends string> {
  label: string;
  tabs: readonly (readonly [Key, string])[];
  current: Key;
  onChoose: (key: Key) => void;
}

export function Tabs<Key extends string>({ label, tabs, current, onChoose }: Props<Key>) {
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex(([key]) => key === current);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next[0]);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-tab="${next[0]}"]`)?.focus();
  };
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // where they are wider than a phone, the current one is in sight
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <div ref={list} class="tabs office-tabs" role="tablist" aria-label={label} onKeyDown={keys}>
      {tabs.map(([key, word]) => (
        <button key={key} type="button" role="tab" data-tab={key} aria-selected={key === current} tabIndex={key === current ? 0 : -1} onClick={() => onChoose(key)}>
          {word}
        </button>
      ))}
    </div>
  );
}
