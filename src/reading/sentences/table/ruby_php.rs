//! Ruby and PHP: OmniAuth, Rails, league/oauth2-client, Laravel Socialite.

rows! {
    Omniauth: StateMismatch, r"csrf_detected \| Invalid 'state' parameter",
        "(openid_connect) Authentication failure! csrf_detected: OmniAuth::Strategies::OpenIDConnect::CallbackError, csrf_detected | Invalid 'state' parameter",
        "omniauth/omniauth#1149";
}
