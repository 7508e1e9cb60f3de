//! The discovery from a protected resource to its authorization server, as far as the record shows it.

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use super::target::ResourceKind;
use crate::protocol::endpoint::discovery;
use crate::protocol::resource::discovery::{Hop, Next, ResourceDiscovery};
use crate::protocol::resource::registration::{Registered, RegistrationAnswer};
use crate::protocol::urls::origin_of;
use crate::protocol::{HttpRequest, Json, Secret, resource::mcp};

impl Hop {
    /// The purpose of its exchange.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Resource => Purpose::Resource,
            Self::ResourceMetadata => Purpose::ResourceMetadata,
            Self::ServerMetadata => Purpose::Discovery,
            Self::Misplaced => Purpose::MisplacedMetadata,
        }
    }

    /// The request, without credentials.
    pub fn request(self, url: &str, kind: ResourceKind) -> HttpRequest {
        match self {
            Self::Resource => kind.first(url, None),
            _ => discovery::get_json(url).build(),
        }
    }
}

/// The purposes of the requests of a discovery.
const HOPS: [Purpose; 4] =
    [Purpose::Resource, Purpose::ResourceMetadata, Purpose::Discovery, Purpose::MisplacedMetadata];

impl Session {
    /// The URL of the protected resource that the session began with.
    pub fn resource(&self) -> Option<&str> {
        self.last_exchange(Purpose::Resource).map(|exchange| exchange.request.url.as_str())
    }

    /// The discovery from that resource. `None` if the session did not begin with one.
    pub fn resource_discovery(&self) -> Option<ResourceDiscovery> {
        self.discovered().map(|(discovered, _)| discovered)
    }

    /// The discovery that ran last, and its requests to the resource. It begins again with a request without a token
    /// after a call with one, and in a session of this program also after it has ended.
    pub(super) fn discovered(&self) -> Option<(ResourceDiscovery, Vec<&Exchange>)> {
        // In the record of another program, nobody named an issuer.
        let preferred = self.profile().provider.issuer().filter(|_| !self.is_record());
        let begin = |url: &str| ResourceDiscovery::new(url, preferred.clone());
        let mut discovered = begin(self.resource()?);
        let (mut open, mut is_called) = (Vec::new(), false);
        for exchange in self.log.exchanges_of_any(&HOPS) {
            let hop = match exchange.purpose {
                Purpose::Resource if exchange.request.url != discovered.url() => continue,
                Purpose::Resource if exchange.request.header("authorization").is_some() => {
                    is_called = true;
                    continue;
                }
                Purpose::Resource => Hop::Resource,
                Purpose::ResourceMetadata => Hop::ResourceMetadata,
                Purpose::Discovery => Hop::ServerMetadata,
                Purpose::MisplacedMetadata => Hop::Misplaced,
                _ => continue,
            };
            if hop == Hop::Resource {
                let has_ended = || !self.is_record() && !matches!(discovered.next(), Next::Ask { .. });
                let is_first = || mcp::method(&exchange.request).is_none() || mcp::is_first(&exchange.request);
                if !open.is_empty() && is_first() && (is_called || has_ended()) {
                    discovered = begin(&exchange.request.url);
                    open.clear();
                }
                is_called = false;
                open.push(exchange);
            }
            discovered.answered(hop, &exchange.request.url, exchange.response());
        }
        Some((discovered, open))
    }

    /// The calls of the resource with a token, in order.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &Exchange> {
        self.exchanges_of(Purpose::Resource).filter(|it| it.request.header("authorization").is_some())
    }

    /// The registration of this client, if it was made in this session.
    pub fn registration(&self) -> Option<(&Exchange, Registered)> {
        let exchange = self.last_exchange(Purpose::ClientRegistration)?;
        match exchange.response().map(RegistrationAnswer::read)? {
            RegistrationAnswer::Registered(registered) => Some((exchange, registered)),
            _ => None,
        }
    }
    /// Where the registration of this client is managed, and with which token (RFC 7592), if its server has a way. The token
    /// goes only to the origin that issued it.
    pub fn registration_management(&self) -> Option<(String, Secret)> {
        let (exchange, client) = self.registration()?;
        let (endpoint, token) = client.management()?;
        (origin_of(&endpoint) == origin_of(&exchange.request.url)).then_some((endpoint, token))
    }

    /// The registration as the server showed it last.
    pub fn read_registration(&self) -> Option<Json> {
        let read = self.last_exchange(Purpose::RegistrationRead).filter(|it| it.succeeded())?;
        Json::from_bytes(&read.response()?.body).ok()
    }

    /// The exchange that deleted the registration of this client.
    pub fn registration_deletion(&self) -> Option<&Exchange> {
        let (registration, _) = self.registration()?;
        let is_it = |it: &&Exchange| it.purpose == Purpose::RegistrationDeletion && it.id > registration.id;
        self.exchanges().filter(is_it).find(|it| it.succeeded())
    }

    /// The exchange that shows that the server has no such registration any more: it does not exist, or the token is no
    /// longer accepted (RFC 7592 section 2.1).
    pub fn unknown_registration(&self) -> Option<&Exchange> {
        let (registration, _) = self.registration()?;
        let last = self.last_exchange(Purpose::RegistrationRead).filter(|it| it.id > registration.id)?;
        let is_gone = last.edits.is_empty() && matches!(last.response()?.status, 401 | 404);
        is_gone.then_some(last)
    }
}
