const BAR_X = [197, 218, 240, 262, 283];
const TOWER_X = [40, 330];

/** How far down the portcullis hangs: above a head's height, or on the ground. */
const PORTCULLIS_END = { open: 252, closed: 380 } as const;

function Tower({ x }: { x: number }) {
  return (
    <>
      <rect x={x} y="122" width="110" height="258" opacity="0.16" />
      <g opacity="0.3">
        <rect x={x - 8} y="92" width="126" height="30" rx="3" />
        {[0, 49, 98].map((offset) => (
          <rect key={offset} x={x - 8 + offset} y="68" width="28" height="30" rx="3" />
        ))}
      </g>
      <rect x={x + 51} y="168" width="8" height="44" rx="4" opacity="0.8" />
      <rect x={x + 51} y="264" width="8" height="44" rx="4" opacity="0.35" />
    </>
  );
}

function Portcullis({ end }: { end: number }) {
  return (
    <g clipPath="url(#gate-opening)" opacity="0.85">
      {BAR_X.map((x) => (
        <path key={x} d={`M${x - 3} 205h6V${end - 8}l-3 8-3-8z`} />
      ))}
      {[230, 262, 294, 326, 358]
        .filter((y) => y < end - 12)
        .map((y) => (
          <rect key={y} x="182" y={y} width="116" height="5" />
        ))}
    </g>
  );
}

/** The gatehouse of the landing page (open, somebody is let in) and of the pages that lead nowhere (closed). */
export function GateScene({ gate, className }: { gate: keyof typeof PORTCULLIS_END; className?: string }) {
  const opening = 'M182 380V270a58 58 0 0 1 116 0v110z';
  return (
    <svg viewBox="0 0 480 400" className={className} fill="currentColor" aria-hidden="true" focusable="false">
      <clipPath id="gate-opening">
        <path d={opening} />
      </clipPath>
      {TOWER_X.map((x) => (
        <Tower key={x} x={x} />
      ))}
      <g opacity="0.22">
        <rect x="150" y="156" width="180" height="224" />
        {[156, 204, 252, 300].map((x) => (
          <rect key={x} x={x} y="136" width="24" height="26" rx="3" />
        ))}
      </g>
      <path d="M170 380V270a70 70 0 0 1 140 0v110" opacity="0.3" />
      <path d={opening} className="fill-panel" />
      {gate === 'open' && (
        <>
          <circle cx="240" cy="300" r="15" />
          <path d="M210 380v-24a30 30 0 0 1 60 0v24z" />
        </>
      )}
      <Portcullis end={PORTCULLIS_END[gate]} />
      <rect x="8" y="380" width="464" height="3" rx="1.5" opacity="0.5" />
    </svg>
  );
}
