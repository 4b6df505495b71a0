/** What went wrong, right beside what caused it. */
import { Icon } from "./icons";

export function Problem({ text, id }: { text: string; id?: string }) {
  if (!text) return null;
  return (
    <p class="problem" role="alert" id={id}>
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}
