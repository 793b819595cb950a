import type { ReactNode } from 'react';
import { Button, Link, Text } from 'react-email';
import type { MailRequest } from './mail-props';
import { CODE_FONT_STACK, paint } from './theme';
import { momentInWords, oneLine } from './words';

const BODY_TEXT = { fontSize: '16px', lineHeight: '26px', margin: '0 0 16px' };

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text {...paint('text', BODY_TEXT)}>{children}</Text>;
}

/** Plain digits in one piece, so that a double click, a long press or a screen reader takes them whole. */
export function Code({ digits }: { digits: string }) {
  return (
    <Text
      {...paint('code', {
        margin: '24px 0',
        padding: '20px 8px',
        borderWidth: '1px',
        borderStyle: 'solid',
        borderRadius: '12px',
        fontFamily: CODE_FONT_STACK,
        fontSize: '36px',
        lineHeight: '44px',
        fontWeight: 600,
        letterSpacing: '0.22em',
        // Spacing follows every digit, the last one too: without this the code sits left of the middle.
        textIndent: '0.22em',
        textAlign: 'center',
      })}
    >
      {digits}
    </Text>
  );
}

type ActionButtonProps = { label: string; link: string; invitation?: string };

/**
 * A button, and its address in full for who cannot or will not click a button. `invitation` leads to the address, where
 * the words before the button do not. The text version has no button, so nothing there says "or".
 */
export function ActionButton({ label, link, invitation }: ActionButtonProps) {
  return (
    <>
      <div data-skip-in-text="true" style={{ margin: '24px 0' }}>
        <Button
          href={link}
          {...paint('button', { padding: '14px 24px', borderRadius: '10px', fontSize: '16px', fontWeight: 600 })}
        >
          {label}
        </Button>
      </div>
      <Text {...paint('quiet', { fontSize: '13px', lineHeight: '20px', margin: '0 0 20px' })}>
        <span data-skip-in-text={invitation === undefined}>
          {invitation ?? 'Or open this link:'}
          <br />
        </span>
        <Link href={link} {...paint('link', { wordBreak: 'break-all' })}>
          {link}
        </Link>
      </Text>
    </>
  );
}

type WhoAskedProps = { request: MailRequest; otherwise?: string; heading?: string };

/** From where, with what and when this was done; `otherwise` says what to do if it was somebody else. */
export function WhoAsked({ request, otherwise, heading = 'Who asked for this?' }: WhoAskedProps) {
  const small = { fontSize: '14px', lineHeight: '22px', margin: '0 0 12px' };
  return (
    <>
      <div {...paint('rule', { height: '1px', lineHeight: '1px', margin: '28px 0 20px' })} data-skip-in-text="true" />
      <Text {...paint('heading', { ...small, fontWeight: 600, margin: '0 0 4px' })}>{heading}</Text>
      <Text {...paint('text', small)}>
        {`IP address: ${oneLine(request.ip)}`}
        <br />
        {`Device: ${oneLine(request.device)}`}
        <br />
        {`Time: ${momentInWords(request.at)}`}
      </Text>
      {otherwise !== undefined && <Text {...paint('text', { ...small, margin: 0 })}>{otherwise}</Text>}
    </>
  );
}
