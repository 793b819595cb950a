import type { Metadata } from 'next';
import Link from 'next/link';
import { GateScene } from '@/components/brand/gate-scene';
import { PageFrame } from '@/components/shell/page-frame';
import { buttonClass } from '@/components/ui/button-class';
import { auth } from '@/lib/http/auth';
import { PRODUCT_NAME } from '@/lib/shared/product';

export const metadata: Metadata = { title: { absolute: `${PRODUCT_NAME} · Accounts and sign-in for Next.js` } };

const FACTS = [
  {
    title: 'Sessions that really end',
    text: 'The database decides who is signed in. Signing out counts from the very next request, on every token.',
  },
  {
    title: 'Nothing worth stealing',
    text: 'Passwords and sign-in tokens are stored as hashes only. In the browser, no script can read a token.',
  },
  {
    title: 'Strangers learn nothing',
    text: 'A known and an unknown address get the same answer. Guesses are counted before they are judged.',
  },
  {
    title: 'Usable by everyone',
    text: 'Keyboard, screen reader, password manager: every form works with them, even before its script has loaded.',
  },
] as const;

export default async function LandingPage() {
  const signedIn = (await auth()) !== null;
  return (
    <PageFrame header={<Entrance signedIn={signedIn} />} mainClass="mx-auto w-full max-w-6xl px-5 sm:px-8">
      <section className="grid items-center gap-x-12 gap-y-10 py-8 lg:grid-cols-[1.1fr_1fr] lg:pt-4 lg:pb-10">
        <div>
          <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight sm:text-5xl lg:text-6xl">
            Know who is at the gate.
          </h1>
          <p className="mt-5 max-w-xl text-lg text-pretty text-muted">
            {PRODUCT_NAME} is the front door of a Next.js product: registration, activation by mail, sign-in and
            sessions. It runs in your own app, on your own database, and your team can read all of it.
          </p>
          <Ways signedIn={signedIn} />
        </div>
        <GateScene gate="open" className="mx-auto w-full max-w-60 text-accent sm:max-w-sm lg:max-w-none" />
      </section>
      <ul className="grid gap-x-8 gap-y-6 border-t border-line py-8 sm:grid-cols-2 lg:grid-cols-4">
        {FACTS.map(({ title, text }) => (
          <li key={title}>
            <h2 className="font-semibold">{title}</h2>
            <p className="mt-1 text-sm text-pretty text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}

function Entrance({ signedIn }: { signedIn: boolean }) {
  return (
    <nav aria-label="Account">
      {signedIn ? (
        <Link href="/dashboard" prefetch={false} className={buttonClass('secondary')}>
          Dashboard
        </Link>
      ) : (
        <Link href="/login" prefetch={false} className={buttonClass('secondary')}>
          Sign in
        </Link>
      )}
    </nav>
  );
}

function Ways({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="mt-8 flex flex-wrap gap-3">
      {signedIn ? (
        <Link href="/dashboard" prefetch={false} className={buttonClass('primary')}>
          Open your dashboard
        </Link>
      ) : (
        <>
          <Link href="/register" prefetch={false} className={buttonClass('primary')}>
            Create an account
          </Link>
          <Link href="/login" prefetch={false} className={buttonClass('secondary')}>
            I have an account
          </Link>
        </>
      )}
    </div>
  );
}
