//! How often one address may post, for the rooms that take something from strangers. Addresses are kept in memory for as long as they count, and nowhere else.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest, Sha256};

/// After so many posts, addresses that no longer count are forgotten.
const SWEEP: u32 = 1024;

/// Counts the posts of each address.
#[derive(Default)]
pub(crate) struct Throttle {
    posts: AtomicU32,
    current: Mutex<Option<(Rate, Arc<DefaultKeyedRateLimiter<IpAddr>>)>>,
}

/// At most so many posts in so many seconds.
pub(crate) type Rate = (u32, u32);

impl Throttle {
    /// Counts a post. A changed rate begins anew.
    ///
    /// # Errors
    /// Where it is one too many: the whole seconds until the next may come, at least 1.
    pub(crate) fn count(&self, rate: Rate, address: IpAddr) -> Result<(), u64> {
        self.count_key(rate, network(address))
    }

    /// Counts a try at an account, whatever it is called. Its name is not kept: its hash stands in an address's place.
    ///
    /// # Errors
    /// As [`Throttle::count`].
    pub(crate) fn count_name(&self, rate: Rate, name: &str) -> Result<(), u64> {
        let hash = Sha256::digest(name);
        let bits: [u8; 16] = std::array::from_fn(|place| hash[place]);
        self.count_key(rate, Ipv6Addr::from(bits).into())
    }

    fn count_key(&self, rate: Rate, key: IpAddr) -> Result<(), u64> {
        let Some(limiter) = self.limiter(rate) else {
            return Ok(());
        };
        if self.posts.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        limiter.check_key(&key).map_err(|too_early| {
            let wait = too_early.wait_time_from(DefaultClock::default().now());
            (wait + Duration::from_millis(999)).as_secs().max(1)
        })
    }

    fn limiter(&self, rate: Rate) -> Option<Arc<DefaultKeyedRateLimiter<IpAddr>>> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((now, limiter)) = current.as_ref()
            && *now == rate
        {
            return Some(Arc::clone(limiter));
        }
        let posts = NonZeroU32::new(rate.0)?;
        let each = Duration::from_secs(u64::from(rate.1)) / rate.0;
        let limiter = Arc::new(RateLimiter::keyed(Quota::with_period(each)?.allow_burst(posts)));
        *current = Some((rate, Arc::clone(&limiter)));
        Some(limiter)
    }
}

/// One household or office: an IPv4 address, or the /64 of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

/// Who sends a request: the peer, or, where that is a proxy of ours, the last hop that none of our proxies is.
pub(crate) fn client(peer: SocketAddr, headers: &HeaderMap, trusted: &[(IpAddr, u8)]) -> IpAddr {
    let mut client = peer.ip().to_canonical();
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
        .collect();
    for hop in forwarded.iter().rev() {
        let believed = trusted.iter().any(|proxies| holds(*proxies, client));
        match address(hop.trim()) {
            Some(hop) if believed => client = hop.to_canonical(),
            _ => break,
        }
    }
    client
}

/// Some proxies add the port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| text.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
}

fn holds((network, bits): (IpAddr, u8), address: IpAddr) -> bool {
    let (a, b, width) = match (network.to_canonical(), address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
        _ => return false,
    };
    let host = width - u32::from(bits).min(width);
    a.checked_shr(host) == b.checked_shr(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted = [("10.0.0.0".parse().unwrap(), 8), ("fd00::".parse().unwrap(), 8)];
        client(SocketAddr::new(peer.parse().unwrap(), 1), &headers, &trusted).to_string()
    }

    #[test]
    fn a_client_is_believed_only_through_a_trusted_proxy() {
        assert_eq!(of("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(of("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            of("10.0.0.1", &["203.0.113.9, 198.51.100.7"]),
            "198.51.100.7",
            "the client's own claim"
        );
        assert_eq!(
            of("10.0.0.1", &["198.51.100.7, 10.0.0.9"]),
            "198.51.100.7",
            "two proxies"
        );
        assert_eq!(
            of("10.0.0.1", &["198.51.100.7", "10.0.0.9"]),
            "198.51.100.7",
            "two headers"
        );
        assert_eq!(of("10.0.0.1", &["198.51.100.7, what"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(of("::ffff:10.0.0.1", &["198.51.100.7:4711"]), "198.51.100.7");
        assert_eq!(of("fd00::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
    }

    #[test]
    fn each_network_has_its_own_count() {
        let throttle = Throttle::default();
        let count = |address: &str| throttle.count((2, 3600), address.parse().unwrap());
        assert_eq!(count("192.0.2.1"), Ok(()));
        assert_eq!(count("192.0.2.1"), Ok(()));
        let wait = count("192.0.2.1").unwrap_err();
        assert!((1..=1800).contains(&wait), "{wait}");
        assert_eq!(count("192.0.2.2"), Ok(()));
        assert_eq!(count("2001:db8::1"), Ok(()));
        assert_eq!(count("2001:db8::2"), Ok(()));
        assert!(count("2001:db8::ffff:0:0:3").is_err(), "the same /64");
        assert_eq!(count("2001:db8:0:1::1"), Ok(()));
    }

    #[test]
    fn addresses_that_no_longer_count_are_forgotten() {
        let throttle = Throttle::default();
        let rate = (1000, 1);
        for n in 0..4 * SWEEP {
            throttle.count(rate, IpAddr::V4(n.into())).unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
        for _ in 0..SWEEP {
            let _ = throttle.count(rate, IpAddr::V4(1.into()));
        }
        assert!(throttle.limiter(rate).unwrap().len() < 10);
    }
}
