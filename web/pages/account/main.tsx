/** Everything about being somebody: one page for seven addresses. */
import "./account.css";
import { startPlain, startSigned } from "../../parts/boot";
import { o } from "../../texts/office";
import { AccountPage } from "./page";
import { Join } from "./join";
import { Reset } from "./reset";
import { SignIn } from "./sign_in";
import { SignUp } from "./sign_up";
import { Verify } from "./verify";

const PLAIN = {
  "/sign-in": [() => o.signIn.title, () => <SignIn />],
  "/sign-up": [() => o.signUp.title, () => <SignUp />],
  "/verify": [() => o.verify.title, () => <Verify />],
  "/reset": [() => o.reset.title, () => <Reset />],
  "/join": [() => o.join.title, () => <Join />],
} as const;

const plain = PLAIN[location.pathname as keyof typeof PLAIN] as (typeof PLAIN)[keyof typeof PLAIN] | undefined;

void (plain ? startPlain(plain[0], plain[1]) : startSigned(
  () => o.account.title,
  () => <AccountPage />,
));
