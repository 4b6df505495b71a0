/** One's own account: who one is, how one signs in, where one is signed in, what happened. */
import { Frame } from "../../parts/frame";
import { me } from "../../parts/boot";
import { o } from "../../texts/office";
import { Devices } from "./devices";
import { Events } from "./events";
import { Passkeys } from "./passkeys";
import { Password } from "./password";
import { Platform } from "./platform";
import { Prove } from "./prove";
import { Totp } from "./totp";
import { You } from "./you";

export function AccountPage() {
  return (
    <Frame title={o.account.title}>
      <h1>{o.account.title}</h1>
      <div class="panels">
        <div class="stack panel-column">
          <You />
          <Password />
          <Totp />
          <Passkeys />
        </div>
        <div class="stack panel-column">
          <Devices />
          <Events />
          {me.value?.platform_admin && <Platform />}
        </div>
      </div>
      <Prove />
    </Frame>
  );
}
