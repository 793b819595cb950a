/** The field in which the answer of a reCAPTCHA widget travels; Google named it. */
export const CAPTCHA_FIELD = 'g-recaptcha-response';

/** What a page knows of the captcha here: the public key of its widget, that no keys are set, or that it was put off. */
export type CaptchaSetting = { siteKey: string } | 'keyless' | 'off';
