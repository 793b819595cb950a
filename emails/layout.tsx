import type { ReactNode } from 'react';
import { Container, Head, Heading, Html, Link, Preview, Section, Text } from 'react-email';
import { FONT_STACK, paint, STYLE_SHEET } from './theme';

type LayoutProps = {
  productName: string;
  baseUrl: string;
  /** What an inbox shows after the subject. It is read on lock screens: never a code. */
  preheader: string;
  title: string;
  /** Why this person gets this mail, as a sentence. */
  reason: string;
  requestId: string;
  children: ReactNode;
};

/** The sheet every mail is written on: mark, card, and a foot that says why it came. At most 560 px wide. */
export function Layout(props: LayoutProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Six digits are no telephone number. */}
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{props.title}</title>
        <style>{STYLE_SHEET}</style>
      </Head>
      <body {...paint('page', { margin: 0, padding: 0, fontFamily: FONT_STACK })}>
        <Preview useTitleTag={false}>{props.preheader}</Preview>
        <Section {...paint('page', { padding: '40px 12px 48px' })}>
          <Container style={{ maxWidth: '560px' }}>
            <Section style={{ paddingBottom: '20px' }}>
              <Wordmark productName={props.productName} />
            </Section>
            <Section
              {...paint('card', { borderRadius: '16px', borderWidth: '1px', borderStyle: 'solid', padding: '40px' })}
              tdClassName="gh-card-body"
            >
              <Heading
                {...paint('heading', {
                  margin: '0 0 20px',
                  fontSize: '24px',
                  lineHeight: '32px',
                  fontWeight: 600,
                  letterSpacing: '-0.02em',
                })}
              >
                {props.title}
              </Heading>
              {props.children}
            </Section>
            <Foot {...props} />
          </Container>
        </Section>
      </body>
    </Html>
  );
}

/** The product's name beside its mark. */
function Wordmark({ productName }: { productName: string }) {
  return (
    <table role="presentation" cellPadding="0" cellSpacing="0" border={0} data-skip-in-text="true">
      <tbody>
        <tr>
          <td>
            <GateMark />
          </td>
          <td
            {...paint('heading', { paddingLeft: '10px', fontSize: '18px', fontWeight: 600, letterSpacing: '-0.01em' })}
          >
            {productName}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** An arch with its portcullis raised, out of boxes: mail programs block pictures and strip drawings. */
function GateMark() {
  const arch = { width: '26px', height: '26px', borderRadius: '13px 13px 0 0', fontSize: 0, lineHeight: 0 };
  const opening = { display: 'inline-block', width: '14px', height: '20px', borderRadius: '7px 7px 0 0' };
  const bar = { display: 'inline-block', width: '2px', margin: '0 1px', verticalAlign: 'top' };
  return (
    <div {...paint('mark', { ...arch, textAlign: 'center' })}>
      <div style={{ height: '6px' }} />
      <div {...paint('page', opening)}>
        <span {...paint('mark', { ...bar, height: '9px', marginTop: '3px' })} />
        <span {...paint('mark', { ...bar, height: '12px', marginTop: '2px' })} />
        <span {...paint('mark', { ...bar, height: '9px', marginTop: '3px' })} />
      </div>
    </div>
  );
}

function Foot({ productName, baseUrl, reason, requestId }: LayoutProps) {
  const small = { fontSize: '13px', lineHeight: '20px', margin: '0 0 8px' };
  return (
    <Section style={{ padding: '24px 8px 0' }}>
      <Text {...paint('quiet', small)}>{reason}</Text>
      <Text {...paint('quiet', { ...small, margin: 0 })}>
        <span>{`${productName}, `}</span>
        <Link href={baseUrl} {...paint('quiet', { textDecoration: 'underline' })}>
          {baseUrl}
        </Link>
        <br />
        {`If you write to support, mention request ${requestId}.`}
      </Text>
    </Section>
  );
}
