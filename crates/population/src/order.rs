//! Work done by several threads and taken in its order.

use std::sync::mpsc::sync_channel;

/// Makes the pieces `0..pieces` on `threads` threads and hands them to `take` one by one, in their order. A thread that is
/// ahead waits: no more than two pieces a thread are there at a time.
pub(crate) fn in_order<T: Send, E>(
    pieces: u64,
    threads: usize,
    make: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    std::thread::scope(|scope| {
        let make = &make;
        let receivers: Vec<_> = (0..threads)
            .map(|first| {
                let (sender, receiver) = sync_channel(1);
                scope.spawn(move || {
                    for piece in (first as u64..pieces).step_by(threads) {
                        if sender.send(make(piece)).is_err() {
                            break;
                        }
                    }
                });
                receiver
            })
            .collect();
        for receiver in receivers.iter().cycle().take(pieces as usize) {
            // A closed channel is a thread that panicked; the scope passes that on.
            let Ok(piece) = receiver.recv() else { break };
            take(piece)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_their_order_whoever_makes_them() {
        for threads in 1..5 {
            let mut taken = Vec::new();
            in_order(
                20,
                threads,
                |piece| piece * piece,
                |piece| {
                    taken.push(piece);
                    Ok::<(), ()>(())
                },
            )
            .expect("nothing refuses");
            assert_eq!(taken, (0..20).map(|piece| piece * piece).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn a_refusal_ends_the_work() {
        let mut taken = 0;
        let end = in_order(
            1_000_000,
            3,
            |piece| piece,
            |piece| {
                taken += 1;
                if piece == 5 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((end, taken), (Err("enough"), 6));
    }
}
