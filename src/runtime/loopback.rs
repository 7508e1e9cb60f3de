//! Sockets that are reachable only from this machine (RFC 8252 section 8.3).

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Weak};
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use url::{Host, Url};

use super::port_owner;
use crate::protocol::urls::is_loopback;

/// The loopback addresses of a URL's host; none if it is another machine. `localhost` has both address families,
/// because a browser may try either first.
pub fn addresses(url: &Url) -> Vec<IpAddr> {
    match url.host() {
        _ if !is_loopback(url) => Vec::new(),
        Some(Host::Ipv4(address)) => vec![address.into()],
        Some(Host::Ipv6(address)) => vec![address.into()],
        _ => LOCALHOST.to_vec(),
    }
}

/// Both families.
pub const LOCALHOST: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// One port of some loopback addresses, until it is dropped. The accepting tasks only borrow the sockets: an aborted
/// task is dropped at some later time, but the port must be free for the next listener at once.
#[derive(Debug)]
pub struct Sockets {
    listeners: Vec<Arc<TcpListener>>,
    port: u16,
    tasks: JoinSet<()>,
}

impl Sockets {
    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Runs `connection` for every connection, until this is dropped. Beyond `room` at a time, the oldest is closed:
    /// silent connections must not block the one that is expected.
    pub fn serve<F>(&mut self, room: usize, connection: impl Fn(TcpStream) -> F + Clone + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        for listener in &self.listeners {
            self.tasks.spawn(accept(Arc::downgrade(listener), room, connection.clone()));
        }
    }
}

async fn accept<F>(listener: Weak<TcpListener>, room: usize, connection: impl Fn(TcpStream) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    // In the order of arrival.
    let mut open = VecDeque::new();
    loop {
        while connections.try_join_next().is_some() {}
        match next(&listener).await {
            Some(Ok(stream)) => {
                if open.len() >= room {
                    open.retain(|task: &AbortHandle| !task.is_finished());
                }
                if open.len() >= room {
                    open.pop_front().iter().for_each(AbortHandle::abort);
                }
                open.push_back(connections.spawn(connection(stream)));
            }
            // An error of accept concerns a connection that is already closed, or a lack of descriptors: then the
            // oldest connection gives one back.
            Some(Err(_)) => {
                open.pop_front().iter().for_each(AbortHandle::abort);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            None => return,
        }
    }
}

/// The next connection; `None` if the listener was dropped.
async fn next(listener: &Weak<TcpListener>) -> Option<Result<TcpStream, Error>> {
    poll_fn(|context| match listener.upgrade() {
        Some(listener) => listener.poll_accept(context).map(|accepted| Some(accepted.map(|(stream, _)| stream))),
        None => Poll::Ready(None),
    })
    .await
}

/// Why a port cannot be listened to.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum BindError {
    #[error("port {port} is in use by {}", owner.as_deref().unwrap_or("another program"))]
    InUse { port: u16, owner: Option<String> },
    #[error("this account is not allowed to listen on port {0}")]
    NotAllowed(u16),
    #[error("cannot listen on {address}: {source}")]
    Failed { address: SocketAddr, source: Error },
}

/// Listens at one port of all addresses; port 0 chooses a free one. An address family that this machine does not have
/// is skipped. The error names the program that uses the port, if the system tells.
pub async fn bind(addresses: &[IpAddr], port: u16) -> Result<Sockets, BindError> {
    // A port may be free in one family and used in the other: then try another one.
    let more_attempts = if port == 0 { 7 } else { 0 };
    let mut bound = bind_all(addresses, port).await;
    for _ in 0..more_attempts {
        if bound.is_ok() {
            break;
        }
        bound = bind_all(addresses, port).await;
    }
    let (address, source) = match bound {
        Ok(bound) => return Ok(bound),
        Err(failed) => failed,
    };
    let port = address.port();
    Err(match source.kind() {
        ErrorKind::AddrInUse => {
            // The owner of a port is found by searching the open files of all processes.
            let owner = tokio::task::spawn_blocking(move || port_owner::of(port)).await;
            BindError::InUse { port, owner: owner.ok().flatten() }
        }
        ErrorKind::PermissionDenied => BindError::NotAllowed(port),
        _ => BindError::Failed { address, source },
    })
}

async fn bind_all(addresses: &[IpAddr], port: u16) -> Result<Sockets, (SocketAddr, Error)> {
    let mut listeners = Vec::new();
    let mut port = port;
    let mut missing = None;
    for address in addresses {
        let address = SocketAddr::new(*address, port);
        match TcpListener::bind(address).await {
            Ok(listener) => {
                port = listener.local_addr().map_err(|error| (address, error))?.port();
                listeners.push(Arc::new(listener));
            }
            Err(error) if is_absent(&error) => missing = Some((address, error)),
            Err(error) => return Err((address, error)),
        }
    }
    match missing {
        Some(missing) if listeners.is_empty() => Err(missing),
        _ => Ok(Sockets { listeners, port, tasks: JoinSet::new() }),
    }
}

/// Whether the machine lacks the address or its whole family.
fn is_absent(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported) || error.raw_os_error() == Some(97)
}
